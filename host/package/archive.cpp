#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <new>
#include <vector>

#include "package/faults.hpp"
#include "package/files.hpp"

namespace assay::package {

namespace {

struct Freed {
  void operator()(archive* handle) const { archive_free(handle); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Handle = std::unique_ptr<archive, Freed>;
using Entry = std::unique_ptr<archive_entry, Freed>;

std::unexpected<Error> bad_archive(std::string_view reason) {
  return fail(Failure::Plugin, "package.archive",
              {ASSAY_TEXT("this is no whole package archive ({reason}): get it anew, or make it "
                          "with 'assay plugin pack'"),
               {{"reason", excerpt(reason)}}});
}

std::unexpected<Error> bad_archive(archive* handle) {
  const char* reason = archive_error_string(handle);
  return bad_archive(reason == nullptr ? "unknown" : reason);
}

template <class Pointer>
Pointer owned(typename Pointer::pointer raw) {
  if (raw == nullptr) throw std::bad_alloc();
  return Pointer(raw);
}

Result<std::string> read_member(archive* handle, archive_entry* entry, std::size_t room) {
  const auto size = archive_entry_size(entry);
  if (size < 0 || static_cast<std::uint64_t>(size) > room) return too_large();
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = archive_read_data(handle, bytes.data() + done, bytes.size() - done);
    if (count < 0) return bad_archive(handle);
    if (count == 0) return bad_archive("cut short");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

Status check_kind(archive_entry* entry, const std::string& path) {
  if (archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr)
    return {};
  return not_plain(path);
}

Result<Files> members_of(std::string_view bytes) {
  const auto handle = owned<Handle>(archive_read_new());
  archive_read_support_format_tar(handle.get());
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return bad_archive(handle.get());
  Files files;
  std::size_t room = Limits::total_bytes;
  while (true) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(handle.get(), &entry);
    if (code == ARCHIVE_EOF) return files;
    if (code != ARCHIVE_OK) return bad_archive(handle.get());
    const char* name = archive_entry_pathname(entry);
    const std::string path = name == nullptr ? "" : name;
    ASSAY_CHECK(check_path(path));
    ASSAY_CHECK(check_kind(entry, path));
    if (files.size() == Limits::files) return too_large();
    ASSAY_TRY(auto content, read_member(handle.get(), entry, room));
    room -= content.size();
    if (!files.emplace(path, std::move(content)).second) return bad_archive("a file stands twice");
  }
}

}  // namespace

Result<std::string> write_archive(const Files& files) {
  constexpr std::size_t block_bytes = 512;
  std::size_t size = 2 * block_bytes;  // the end
  for (const auto& [path, bytes] : files)
    size += block_bytes + (bytes.size() + block_bytes - 1) / block_bytes * block_bytes;
  std::string out(size, '\0');
  std::size_t used = 0;
  const auto handle = owned<Handle>(archive_write_new());
  archive_write_set_format_ustar(handle.get());
  archive_write_set_bytes_per_block(handle.get(), 0);
  archive_write_set_bytes_in_last_block(handle.get(), 1);
  if (archive_write_open_memory(handle.get(), out.data(), out.size(), &used) != ARCHIVE_OK)
    return bad_archive(handle.get());
  for (const auto& [path, bytes] : files) {
    const auto entry = owned<Entry>(archive_entry_new());
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), path.ends_with(".so") ? 0755 : 0644);
    archive_entry_set_mtime(entry.get(), 0, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    if (archive_write_header(handle.get(), entry.get()) != ARCHIVE_OK ||
        archive_write_data(handle.get(), bytes.data(), bytes.size()) !=
            static_cast<la_ssize_t>(bytes.size()))
      return bad_archive(handle.get());
  }
  if (archive_write_close(handle.get()) != ARCHIVE_OK) return bad_archive(handle.get());
  out.resize(used);
  return out;
}

Result<Files> read_archive(std::string_view bytes) {
  ASSAY_TRY(auto files, members_of(bytes));
  // One form for the same files: nothing can hide in heads, in order or behind the end.
  ASSAY_TRY(const auto again, write_archive(files));
  if (again != bytes) return bad_archive("cut short, or not written by 'assay plugin pack'");
  return files;
}

}  // namespace assay::package
