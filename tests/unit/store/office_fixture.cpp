#include "unit/store/office_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace assay::store {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  auto name = (fs::temp_directory_path() / "assay-store-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  x_path = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(x_path, ignored);
}

Cause cause_of(const std::string& action) {
  return {"统计局/张三", action, "第一次", "", {}, 1'700'000'000};
}

void make_office(const fs::path& office) { must(Store::create(office, cause_of("init"))); }

Store open_office(const fs::path& office, Mode mode) { return must(Store::open(office, mode)); }

void write_office(const fs::path& office, const std::function<void(Writer&)>& work) {
  auto store = open_office(office);
  auto writer = must(store.write(cause_of("import")));
  work(writer);
  must(writer.commit());
}

model::Snapshot snapshot_of(const fs::path& office) {
  const auto store = open_office(office, Mode::ReadOnly);
  return must(must(store.read()).snapshot());
}

model::Unit unit(const std::string& code) {
  model::Unit value;
  value.code = code;
  value.name = "名" + code;
  value.type = "county";
  return value;
}

model::Indicator indicator(const std::string& code) {
  model::Indicator value;
  value.code = code;
  value.name = "指标" + code;
  return value;
}

model::Observation observation(const std::string& unit_code, const std::string& indicator_code,
                               std::int64_t micro) {
  model::Observation value;
  value.unit = unit_code;
  value.indicator = indicator_code;
  value.period = model::Period::year(2024);
  value.value = Decimal::from_micro(micro);
  return value;
}

void fill_office(const fs::path& office) {
  write_office(office, [](Writer& writer) {
    auto qindu = unit("qindu");
    qindu.tags = {"城区", "东部"};
    must(writer.put(qindu));
    must(writer.put(unit("weicheng")));
    must(writer.put(indicator("gdp")));
    auto figure = observation("qindu", "gdp", 1'500'000);
    figure.source = "统计年鉴";
    must(writer.put(figure));
    model::Target target;
    target.unit = "weicheng";
    target.indicator = "gdp";
    target.period = model::Period::year(2024);
    target.required = Decimal::from_integer(80);
    must(writer.put(target));
    model::Event event;
    event.code = "e1";
    event.unit = "qindu";
    event.period = model::Period::year(2024);
    event.reason = "一票否决";
    must(writer.put(event));
    must(writer.put(model::ImportedField{"qindu", model::Period::year(2024), "safety", "score",
                                         Decimal::from_integer(91), std::nullopt}));
    must(writer.put_scheme("xianyang", 1, "id: xianyang\n"));
    must(writer.put_assessment(sample_assessment()));
    must(writer.put_run(sample_run(), kSample_run));
  });
}

std::string file_bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

int in_child(const std::function<int()>& work) {
  const auto child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

}  // namespace assay::store
