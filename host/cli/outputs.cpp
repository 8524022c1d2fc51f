#include "cli/outputs.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/terminal.hpp"

namespace assay::cli {

namespace {

namespace fs = std::filesystem;

fs::path resolved(const fs::path& path) {
  std::error_code trouble;
  const auto found = fs::weakly_canonical(fs::absolute(path, trouble), trouble);
  return trouble ? path : found;
}

bool lies_within(const fs::path& path, const fs::path& folder) {
  return std::ranges::mismatch(folder, path).in1 == folder.end();
}

// Everything the command reads besides the office.
std::vector<fs::path> inputs_of(const Arguments& arguments) {
  auto inputs = arguments.files;
  for (const auto& file : {arguments.checkpoint, arguments.proof, fs::path(arguments.key)})
    if (!file.empty()) inputs.push_back(file);
  return inputs;
}

Status check_output(const fs::path& file, const Arguments& arguments) {
  const auto target = resolved(file);
  const bool is_input = std::ranges::any_of(
      inputs_of(arguments), [&](const auto& input) { return resolved(input) == target; });
  const auto& office = arguments.office;
  const bool is_office = !office.empty() && lies_within(target, resolved(office) / "truth");
  if (!is_input && !is_office) return {};
  return fail(Failure::Usage, "output.clash",
              {ASSAY_TEXT("this file is read by the command and would be lost: name another one "
                          "for the result"),
               {}},
              {.file = file.string()});
}

fs::path named(const fs::path& file, const model::Run& run, bool several) {
  if (!several) return file;
  return file.parent_path() / (file.stem().string() + "-" + run.scheme + "-" +
                               std::to_string(run.version) + file.extension().string());
}

}  // namespace

Status check_outputs(const Arguments& arguments) {
  const auto& csv = arguments.csv_file;
  const auto& html = arguments.html_file;
  if (!arguments.out.empty()) ASSAY_CHECK(check_output(arguments.out, arguments));
  if (!csv.empty()) ASSAY_CHECK(check_output(csv, arguments));
  if (!html.empty()) ASSAY_CHECK(check_output(html, arguments));
  // Devices may be named twice: nothing is replaced there.
  std::error_code ignored;
  const bool device = fs::exists(csv, ignored) && !fs::is_regular_file(csv, ignored);
  if (csv.empty() || device || resolved(csv) != resolved(html)) return {};
  return fail(Failure::Usage, "output.clash",
              {ASSAY_TEXT("--csv and --html name the same file: give each its own"), {}},
              {.file = csv.string()});
}

Status write_csv(const Session& session, const report::Reported& reported, bool several) {
  ASSAY_TRY(auto file, OutputFile::open(named(session.arguments.csv_file, reported.run, several)));
  ASSAY_CHECK(report::run_csv(reported, [&](std::string_view text) { return file.write(text); }));
  return file.finish();
}

Status write_html(const Session& session, const report::Reported& reported, bool several) {
  ASSAY_TRY(auto file, OutputFile::open(named(session.arguments.html_file, reported.run, several)));
  ASSAY_CHECK(report::run_html(reported, session.translate, session.language,
                               [&](std::string_view text) { return file.write(text); }));
  return file.finish();
}

}  // namespace assay::cli
