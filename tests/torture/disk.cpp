#include "torture/disk.hpp"

#include <algorithm>
#include <fstream>

namespace assay::torture {

namespace {

constexpr std::size_t kSector_bytes = 512;

std::string parent_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

// How much of what was not synced lands.
enum class Cut : std::uint8_t { Nothing, Everything, Prefix, Writes, Sectors, AllButOne };

Cut some_cut(Random& random) {
  // The two simple ones are the same for every draw.
  const auto draw = random.below(16);
  if (draw < 1) return Cut::Nothing;
  if (draw < 2) return Cut::Everything;
  return static_cast<Cut>(2 + draw % 4);
}

}  // namespace

Disk::Disk(std::string root) : x_root(std::move(root)) {}

std::string Disk::below_root(const std::string& path) const {
  return path.size() <= x_root.size() ? "" : path.substr(x_root.size() + 1);
}

void Disk::name(Names& names, const Naming& naming) {
  if (naming.from.empty()) {
    names[naming.to] = naming.file;
    return;
  }
  // With everything below it.
  Names moved;
  const auto inside = naming.from + "/";
  std::erase_if(names, [&](const auto& entry) {
    const auto& [path, file] = entry;
    if (path != naming.from && !path.starts_with(inside)) return false;
    if (!naming.to.empty()) moved[naming.to + path.substr(naming.from.size())] = file;
    return true;
  });
  for (const auto& [path, file] : moved) names[path] = file;
}

void Disk::land(std::string& bytes, const Pending& write) {
  if (write.cut) {
    bytes.resize(write.offset);
    return;
  }
  const auto end = write.offset + write.bytes.size();
  if (bytes.size() < end) bytes.resize(end);
  std::ranges::copy(write.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(write.offset));
}

void Disk::sync_folder(const std::string& path) {
  std::erase_if(x_namings, [&](const Naming& naming) {
    const bool concerns = (!naming.from.empty() && parent_of(naming.from) == path) ||
                          (!naming.to.empty() && parent_of(naming.to) == path);
    if (concerns) name(x_durable, naming);
    return concerns;
  });
}

void Disk::begin(const Event& event) {
  if (event.what == Event::What::Write)
    x_files[event.file].pending.push_back({event.offset, event.bytes});
}

void Disk::apply(const Event& event) {
  auto& file = x_files[event.file];
  switch (event.what) {
    case Event::What::Make:
      x_namings.push_back({"", below_root(event.path), event.file});
      break;
    case Event::What::Folder:
      x_namings.push_back({"", below_root(event.path), 0});
      break;
    case Event::What::Rename:
      x_namings.push_back({below_root(event.path), below_root(event.to), 0});
      break;
    case Event::What::Remove:
      x_namings.push_back({below_root(event.path), "", 0});
      break;
    case Event::What::Write:
      if (event.durable)
        land(file.durable, {event.offset, event.bytes});
      else
        file.pending.push_back({event.offset, event.bytes});
      break;
    case Event::What::Cut:
      file.pending.push_back({event.offset, "", true});
      break;
    case Event::What::Sync:
      for (const auto& write : file.pending) land(file.durable, write);
      file.pending.clear();
      break;
    case Event::What::SyncDir:
      sync_folder(below_root(event.path));
      break;
    case Event::What::Begun:
    case Event::What::Acked:
    case Event::What::QueueBegun:
    case Event::What::QueueAcked:
      break;
  }
}

std::string Disk::after_cut(const File& file, Random& random) {
  const auto cut = some_cut(random);
  const auto& pending = file.pending;
  const auto prefix = random.below(pending.size() + 1);
  const auto spared = random.below(pending.size());
  auto bytes = file.durable;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const auto& write = pending[i];
    switch (cut) {
      case Cut::Nothing:
        return bytes;
      case Cut::Everything:
        land(bytes, write);
        break;
      case Cut::Prefix:  // the last one torn
        if (i > prefix) return bytes;
        if (i < prefix || write.cut) {
          land(bytes, write);
        } else {
          const auto kept = random.below(write.bytes.size() / kSector_bytes + 1) * kSector_bytes;
          land(bytes, {write.offset, write.bytes.substr(0, kept)});
        }
        break;
      case Cut::Writes:
        if (random.one_in(2)) land(bytes, write);
        break;
      case Cut::Sectors:
        if (write.cut) break;
        for (std::size_t at = 0; at < write.bytes.size(); at += kSector_bytes)
          if (random.one_in(2))
            land(bytes, {write.offset + at, write.bytes.substr(at, kSector_bytes)});
        break;
      case Cut::AllButOne:
        if (i != spared) land(bytes, write);
        break;
    }
  }
  return bytes;
}

void Disk::save(const std::filesystem::path& folder, Random& random) const {
  auto names = x_durable;
  const auto landed = random.below(x_namings.size() + 1);
  for (std::size_t i = 0; i < landed; ++i) name(names, x_namings[i]);
  std::error_code ignored;
  for (const auto& [path, number] : names) {
    const auto place = folder / path;
    if (number == 0) {
      std::filesystem::create_directories(place, ignored);
      continue;
    }
    // A name may last longer than that of its folder.
    if (!std::filesystem::is_directory(place.parent_path(), ignored)) continue;
    const auto file = x_files.find(number);
    const auto bytes = file == x_files.end() ? std::string() : after_cut(file->second, random);
    std::ofstream(place, std::ios::binary) << bytes;
  }
}

}  // namespace assay::torture
