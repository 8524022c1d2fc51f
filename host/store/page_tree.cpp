#include "store/page_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "store/fault.hpp"

namespace assay::store {

namespace {

static_assert(std::endian::native == std::endian::little, "LMDB's files have the machine's order");

// The layout of LMDB 0.9 on 64-bit machines (mdb.c: MDB_page, MDB_node, MDB_meta, MDB_db).
constexpr std::size_t kHead_bytes = 16;  // of a page
constexpr std::size_t kNode_bytes = 8;   // of an entry, before its key
constexpr std::uint32_t kMagic = 0xBEEF'C0DE;
constexpr std::uint32_t kData_version = 1;
constexpr std::uint16_t kBranch = 0x01;
constexpr std::uint16_t kLeaf = 0x02;
constexpr std::uint16_t kOverflow = 0x04;
constexpr std::uint16_t kMeta = 0x08;
constexpr std::uint16_t kBig = 0x01;    // entry: its value lies on pages of its own
constexpr std::uint16_t kTable = 0x02;  // entry: its value is a table
constexpr std::uint64_t kNo_page = ~std::uint64_t{0};
constexpr std::size_t kTable_bytes = 48;
constexpr std::size_t kHead_key_bytes = 16;
constexpr std::size_t kMax_page_bytes = 32'768;
constexpr unsigned int kMax_depth = 32;
constexpr std::size_t kMax_faults = 100;
constexpr int kMax_attempts = 3;

using Page = std::vector<std::byte>;

template <class T>
T at(BytesView bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, &bytes[offset], sizeof value);
  return value;
}

// MDB_db: what a head or an entry says of a tree.
struct Tree {
  std::uint16_t depth = 0;
  std::uint64_t branches = 0;
  std::uint64_t leaves = 0;
  std::uint64_t overflows = 0;
  std::uint64_t entries = 0;
  std::uint64_t root = kNo_page;
};

Tree tree_of(BytesView bytes) {
  return {at<std::uint16_t>(bytes, 6),  at<std::uint64_t>(bytes, 8),  at<std::uint64_t>(bytes, 16),
          at<std::uint64_t>(bytes, 24), at<std::uint64_t>(bytes, 32), at<std::uint64_t>(bytes, 40)};
}

// MDB_meta: one of the two heads.
struct Head {
  bool sound = false;
  std::uint32_t page_bytes = 0;
  Tree free;
  Tree main;
  std::uint64_t last_page = 0;
  std::uint64_t txn = 0;
};

Head head_of(BytesView bytes) {
  Head head;
  head.sound = (at<std::uint16_t>(bytes, 10) & kMeta) != 0 &&
               at<std::uint32_t>(bytes, 16) == kMagic &&
               at<std::uint32_t>(bytes, 20) == kData_version;
  head.page_bytes = at<std::uint32_t>(bytes, 40);
  head.free = tree_of(bytes.subspan(40, kTable_bytes));
  head.main = tree_of(bytes.subspan(88, kTable_bytes));
  head.last_page = at<std::uint64_t>(bytes, 136);
  head.txn = at<std::uint64_t>(bytes, 144);
  return head;
}

struct Entry {
  std::string_view key;
  BytesView value;  // within the page; the number of a page when it is big
  std::uint64_t value_bytes = 0;
  std::uint16_t flags = 0;
  std::uint64_t child = 0;  // of a branch
};

// Why a page cannot be used; nothing when it is sound.
using Why = const char*;

class File {
 public:
  explicit File(int handle) : x_handle(handle) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(x_handle); }

  [[nodiscard]] std::uint64_t bytes() const {
    struct stat info{};
    return fstat(x_handle, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
  }
  [[nodiscard]] bool read(std::uint64_t offset, std::span<std::byte> into) const {
    while (!into.empty()) {
      const auto got = pread(x_handle, into.data(), into.size(), static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      into = into.subspan(static_cast<std::size_t>(got));
      offset += static_cast<std::uint64_t>(got);
    }
    return true;
  }

 private:
  int x_handle;
};

class PageChecker {
 public:
  PageChecker(const File& file, std::string name, const Progress& progress)
      : x_file(file), x_name(std::move(name)), x_progress(progress) {}

  // False when the heads do not show the state of `txn` (any more).
  bool run(std::optional<std::uint64_t> txn) {
    const auto head = find_head(txn);
    if (!head) return false;
    if (!x_health.faults.empty()) return true;
    x_health.pages = head->last_page + 1;
    if (head->last_page >= x_file.bytes() / x_page_bytes) {
      fault("", head->last_page, "beyond the end");
      return true;
    }
    x_seen.resize(x_health.pages);
    x_seen[0] = x_seen[1] = true;
    x_health.used = 2;
    walk_table("", head->main, Kind::Tables);
    walk_table("", head->free, Kind::Free);
    return true;
  }

  PageHealth take() { return std::move(x_health); }

 private:
  enum class Kind : std::uint8_t { Tables, Free, Records };
  struct Walk {
    std::string table;
    Kind kind = Kind::Records;
    Tree counted;
    std::optional<std::string> last;  // key
  };
  // Where the keys below an entry of a branch lie.
  struct Range {
    std::optional<std::string> from;
    std::optional<std::string> end;
  };

  void fault(const std::string& table, std::uint64_t page, std::string_view why) {
    if (x_health.faults.size() >= kMax_faults) return;
    auto error =
        fail(Failure::Store, "store.damaged",
             {ASSAY_TEXT("page {page} of the file's own trees is damaged ({why}); restore the "
                         "office from a backup"),
              {{"page", std::to_string(page)}, {"why", std::string(why)}}},
             {.file = x_name, .field = table})
            .error();
    x_health.faults.push_back(std::move(error));
  }

  // Commits write the two heads in turn, each with the next number.
  std::optional<Head> find_head(std::optional<std::uint64_t> txn) {
    std::array<std::byte, 4096> bytes{};
    if (!x_file.read(0, bytes)) return fault("", 0, "length"), Head{};
    const auto first = head_of(bytes);
    x_page_bytes = first.page_bytes;
    if (!first.sound) return fault("", 0, "head"), Head{};
    if (x_page_bytes < 4096 || x_page_bytes > kMax_page_bytes || !std::has_single_bit(x_page_bytes))
      return fault("", 0, "page size"), Head{};
    if (!x_file.read(x_page_bytes, bytes)) return fault("", 1, "length"), Head{};
    const auto second = head_of(bytes);
    if (!second.sound || second.page_bytes != x_page_bytes) return fault("", 1, "head"), Head{};
    const auto& newer = first.txn < second.txn ? second : first;
    const auto& wanted = !txn || newer.txn == *txn ? newer : (&newer == &first ? second : first);
    if (txn && wanted.txn != *txn) return std::nullopt;
    const bool even = (&newer == &first) == (newer.txn % 2 == 0);
    const auto older = std::min(first.txn, second.txn);
    if (newer.txn != 0 && (!even || newer.txn - older != 1)) fault("", even ? 0 : 1, "number");
    return wanted;
  }

  bool claim(const std::string& table, std::uint64_t page, std::uint64_t count) {
    if (page < 2 || count == 0 || page >= x_seen.size() || count > x_seen.size() - page)
      return fault(table, page, "beyond the end"), false;
    for (auto i = page; i < page + count; ++i) {
      if (x_seen[i]) return fault(table, i, "used twice"), false;
      x_seen[i] = true;
    }
    return true;
  }

  void walk_table(const std::string& name, const Tree& tree, Kind kind) {
    Walk walk{.table = name, .kind = kind, .counted = {}, .last = {}};
    if (tree.root != kNo_page) {
      if (tree.depth == 0 || tree.depth > kMax_depth) return fault(name, tree.root, "depth");
      if (!visit(walk, tree.root, tree.depth, {})) return;
    } else if (tree.depth != 0) {
      return fault(name, 0, "depth");
    }
    const auto& counted = walk.counted;
    if (counted.branches != tree.branches || counted.leaves != tree.leaves ||
        counted.overflows != tree.overflows || counted.entries != tree.entries)
      fault(name, tree.root, "count");
    if (kind == Kind::Records) x_health.entries[name] = counted.entries;
  }

  // `depth` levels are left, this one counted.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, at most kMax_depth
  bool visit(Walk& walk, std::uint64_t number, unsigned int depth, const Range& range) {
    if (!claim(walk.table, number, 1)) return false;
    ++x_health.used;
    if (x_progress) x_progress(x_health.used, x_health.pages);
    Page page(x_page_bytes);
    if (!x_file.read(number * x_page_bytes, page))
      return fault(walk.table, number, "length"), false;
    std::vector<Entry> entries;
    const auto kind = depth == 1 ? kLeaf : kBranch;
    if (const Why why = split(page, number, kind, entries))
      return fault(walk.table, number, why), false;
    return kind == kLeaf ? take_leaf(walk, number, entries, range)
                         : descend(walk, number, depth, entries, range);
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  bool descend(Walk& walk, std::uint64_t number, unsigned int depth,
               const std::vector<Entry>& entries, const Range& range) {
    ++walk.counted.branches;
    if (entries.size() < 2) return fault(walk.table, number, "empty"), false;
    bool sound = true;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto child = range;  // the first key of a branch stands for all below the second
      if (i > 0) child.from = std::string(entries[i].key);
      if (i + 1 < entries.size()) child.end = std::string(entries[i + 1].key);
      if (!visit(walk, entries[i].child, depth - 1, child)) sound = false;
    }
    return sound;
  }

  bool take_leaf(Walk& walk, std::uint64_t number, const std::vector<Entry>& entries,
                 const Range& range) {
    ++walk.counted.leaves;
    bool sound = true;
    for (const auto& entry : entries) {
      const bool ordered = (!walk.last || before(walk, *walk.last, entry.key, false)) &&
                           (!range.from || before(walk, *range.from, entry.key, true)) &&
                           (!range.end || before(walk, entry.key, *range.end, false));
      if (!ordered) sound = (fault(walk.table, number, "order"), false);
      walk.last = entry.key;
      ++walk.counted.entries;
      if (!take_entry(walk, number, entry)) sound = false;
    }
    return sound;
  }

  bool take_entry(Walk& walk, std::uint64_t number, const Entry& entry) {
    if ((entry.flags & kBig) != 0) {
      const auto pages = claim_value(walk, entry);
      if (pages == 0) return false;
      walk.counted.overflows += pages;
      if (walk.kind != Kind::Free) return true;
      Page list(entry.value_bytes);
      const auto first = at<std::uint64_t>(entry.value, 0);
      return x_file.read(first * x_page_bytes + kHead_bytes, list) && take_free(number, list);
    }
    if (walk.kind == Kind::Free) return take_free(number, entry.value);
    const bool table = (entry.flags & kTable) != 0;
    // Records of the head lie among the tables; a table lies nowhere else.
    const bool fits = table ? walk.kind == Kind::Tables && entry.value.size() == kTable_bytes
                            : walk.kind == Kind::Records || entry.key.size() == kHead_key_bytes;
    if (!fits) return fault(walk.table, number, "kind"), false;
    if (table) walk_table(std::string(entry.key), tree_of(entry.value), Kind::Records);
    return true;
  }

  // The pages a large value lies on; 0 after a fault.
  std::uint64_t claim_value(const Walk& walk, const Entry& entry) {
    const auto first = at<std::uint64_t>(entry.value, 0);
    std::array<std::byte, kHead_bytes> head{};
    if (first < 2 || first >= x_seen.size() || !x_file.read(first * x_page_bytes, head))
      return fault(walk.table, first, "beyond the end"), 0;
    const std::uint64_t pages = at<std::uint32_t>(head, 12);
    if (at<std::uint64_t>(head, 0) != first || at<std::uint16_t>(head, 10) != kOverflow)
      return fault(walk.table, first, "kind"), 0;
    // A value written over a longer one keeps its pages.
    if (entry.value_bytes + kHead_bytes > pages * x_page_bytes)
      return fault(walk.table, first, "length"), 0;
    if (!claim(walk.table, first, pages)) return 0;
    x_health.used += pages;
    return pages;
  }

  // A list of free pages: how many, then their numbers, falling.
  bool take_free(std::uint64_t number, BytesView list) {
    if (list.size() < 8 || list.size() % 8 != 0) return fault("", number, "free list"), false;
    const auto count = at<std::uint64_t>(list, 0);
    if (count > list.size() / 8 - 1) return fault("", number, "free list"), false;
    auto above = kNo_page;
    for (std::uint64_t i = 1; i <= count; ++i) {
      const auto page = at<std::uint64_t>(list, i * 8);
      if (page >= above) return fault("", number, "free list"), false;
      if (!claim("", page, 1)) return false;
      above = page;
      ++x_health.free;
    }
    return true;
  }

  static bool before(const Walk& walk, std::string_view a, std::string_view b, bool or_same) {
    if (walk.kind == Kind::Free && a.size() == 8 && b.size() == 8) {
      std::uint64_t left = 0;
      std::uint64_t right = 0;
      std::memcpy(&left, a.data(), 8);
      std::memcpy(&right, b.data(), 8);
      return left < right || (or_same && left == right);
    }
    return a < b || (or_same && a == b);
  }

  // Takes a branch or leaf page apart. Its entries lie between `upper` and the end without a gap.
  Why split(BytesView page, std::uint64_t number, std::uint16_t kind,
            std::vector<Entry>& entries) const {
    if (at<std::uint64_t>(page, 0) != number) return "number";
    if (at<std::uint16_t>(page, 10) != kind) return "kind";
    const std::size_t lower = at<std::uint16_t>(page, 12);
    const std::size_t upper = at<std::uint16_t>(page, 14);
    if (lower < kHead_bytes || lower % 2 != 0 || upper < lower || upper > page.size())
      return "bounds";
    std::vector<std::pair<std::size_t, std::size_t>> extents;
    for (auto place = kHead_bytes; place < lower; place += 2) {
      const std::size_t offset = at<std::uint16_t>(page, place);
      if (offset < upper || offset % 2 != 0 || offset + kNode_bytes > page.size()) return "bounds";
      const auto room = page.subspan(offset);
      const auto size = take_node(room, kind, entries);
      if (size == 0) return "bounds";
      extents.emplace_back(offset, offset + size);
    }
    std::ranges::sort(extents);
    auto end = upper;
    for (const auto& [from, to] : extents) {
      if (from != end) return "layout";
      end = to;
    }
    return end == page.size() ? nullptr : "layout";
  }

  // Its size; 0 when it does not fit.
  static std::size_t take_node(BytesView room, std::uint16_t kind, std::vector<Entry>& entries) {
    const std::uint64_t low = at<std::uint16_t>(room, 0);
    const std::uint64_t high = at<std::uint16_t>(room, 2);
    Entry entry;
    entry.flags = at<std::uint16_t>(room, 4);
    const std::size_t key_bytes = at<std::uint16_t>(room, 6);
    if (kNode_bytes + key_bytes > room.size()) return 0;
    entry.key = {reinterpret_cast<const char*>(room.data()) + kNode_bytes, key_bytes};
    std::size_t value_bytes = 0;
    if (kind == kBranch) {
      entry.child = low | high << 16U | std::uint64_t{entry.flags} << 32U;
    } else {
      if ((entry.flags & ~(kBig | kTable)) != 0) return 0;
      entry.value_bytes = low | high << 16U;
      value_bytes = (entry.flags & kBig) != 0 ? 8 : entry.value_bytes;
    }
    if (kNode_bytes + key_bytes + value_bytes > room.size()) return 0;
    entry.value = room.subspan(kNode_bytes + key_bytes, value_bytes);
    entries.push_back(entry);
    return (kNode_bytes + key_bytes + value_bytes + 1) / 2 * 2;
  }

  const File& x_file;
  std::string x_name;
  const Progress& x_progress;
  std::uint32_t x_page_bytes = 0;
  std::vector<bool> x_seen;
  PageHealth x_health;
};

}  // namespace

Result<std::optional<PageHealth>> check_pages(const std::filesystem::path& file,
                                              std::optional<std::uint64_t> txn,
                                              const Progress& progress) {
  const int handle = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return std::unexpected(engine_error(errno, file.string()));
  const File source(handle);
  for (int attempt = 0; attempt < kMax_attempts; ++attempt) {
    PageChecker checker(source, file.string(), progress);
    if (checker.run(txn)) return checker.take();
  }
  return std::nullopt;
}

}  // namespace assay::store
