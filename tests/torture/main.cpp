// ./dev torture: runs the campaigns and prints what they found.
//   assay_torture [--full] [--seed N] [--campaign NAME]… [--case N] [--json FILE]
// Ends with 1 when anything was lost, corrupt or undetected, with 2 when it is called wrongly.

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "torture/campaigns.hpp"

namespace {

namespace fs = std::filesystem;
using assay::torture::Figures;
using assay::torture::Order;

struct Campaign {
  const char* name;
  Figures (*run)(const Order&);
};
constexpr std::array kCampaigns{
    Campaign{"kill", assay::torture::kill_campaign},
    Campaign{"power", assay::torture::power_campaign},
    Campaign{"io", assay::torture::io_campaign},
    Campaign{"full", assay::torture::full_campaign},
    Campaign{"flips", assay::torture::flips_campaign},
    Campaign{"readers", assay::torture::readers_campaign},
    Campaign{"backup", assay::torture::backup_campaign},
    Campaign{"mutation", assay::torture::mutation_campaign},
};

struct Wanted {
  Order order;
  std::vector<std::string> campaigns;
  std::string json;
};

int usage() {
  std::cerr << "usage: ./dev torture [--full] [--seed N] [--campaign NAME]... [--case N] "
               "[--json FILE]\ncampaigns:";
  for (const auto& campaign : kCampaigns) std::cerr << " " << campaign.name;
  std::cerr << "\n";
  return 2;
}

std::optional<std::uint64_t> number_from(const std::string& text) {
  char* end = nullptr;
  const auto number = std::strtoull(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') return std::nullopt;
  return number;
}

// One option with its value; false when it makes no sense.
bool take(Wanted& wanted, const std::string& option, const std::string& value) {
  const auto number = number_from(value);
  if (option == "--seed" && number) {
    wanted.order.seed = *number;
  } else if (option == "--case" && number) {
    wanted.order.only = *number;
  } else if (option == "--json" && !value.empty()) {
    wanted.json = value;
  } else if (option == "--campaign" && std::ranges::any_of(kCampaigns, [&](const auto& campaign) {
               return value == campaign.name;
             })) {
    wanted.campaigns.push_back(value);
  } else {
    return false;
  }
  return true;
}

bool parse(Wanted& wanted, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--full") {
      wanted.order.full = true;
    } else if (i + 1 == arguments.size() || !take(wanted, arguments[i], arguments[i + 1])) {
      return false;
    } else {
      ++i;
    }
  }
  return !wanted.order.only || wanted.campaigns.size() == 1;
}

// In memory where there is such a place: what counts is the order of calls, not the disk.
fs::path make_folder() {
  for (const char* parent : {"/dev/shm", "/tmp"}) {
    auto name = std::string(parent) + "/assay-torture-XXXXXX";
    if (mkdtemp(name.data()) != nullptr) return name;
  }
  std::perror("mkdtemp");
  std::exit(2);
}

void print_head() {
  std::printf("%-9s %8s %6s %8s %11s %8s %6s\n", "campaign", "tried", "lost", "corrupt",
              "undetected", "seconds", "seed");
  std::fflush(stdout);  // or children print it again
}

void print(const Figures& line) {
  if (!line.skipped.empty()) {
    std::printf("%-9s skipped: %s\n", line.campaign.c_str(), line.skipped.c_str());
  } else {
    const auto wide = [](std::uint64_t number) { return static_cast<unsigned long long>(number); };
    std::printf("%-9s %8llu %6llu %8llu %11llu %8.1f %6llu  %s\n", line.campaign.c_str(),
                wide(line.tried), wide(line.lost), wide(line.corrupt), wide(line.undetected),
                line.seconds, wide(line.seed), line.remark.c_str());
  }
  std::fflush(stdout);
}

bool write_json(const std::string& file, const std::vector<Figures>& lines) {
  std::ofstream out(file);
  out << "[";
  const char* between = "\n";
  for (const auto& line : lines) {
    if (!line.skipped.empty()) continue;
    out << between << R"(  {"campaign": ")" << line.campaign << R"(", "tried": )" << line.tried
        << R"(, "lost": )" << line.lost << R"(, "corrupt": )" << line.corrupt
        << R"(, "undetected": )" << line.undetected << R"(, "seconds": )" << line.seconds
        << R"(, "seed": )" << line.seed << "}";
    between = ",\n";
  }
  out << "\n]\n";
  out.close();
  if (!out) std::cerr << "cannot write " << file << "\n";
  return static_cast<bool>(out);
}

std::vector<Figures> run(const Wanted& wanted) {
  std::vector<Figures> lines;
  print_head();
  for (const auto& [name, campaign] : kCampaigns) {
    if (!wanted.campaigns.empty() && !std::ranges::count(wanted.campaigns, name)) continue;
    lines.push_back(campaign(wanted.order));
    print(lines.back());
  }
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  if (!parse(wanted, {argv + 1, argv + argc})) return usage();
  signal(SIGXFSZ, SIG_IGN);  // a limit on files is to be an error, not the end
  wanted.order.folder = make_folder();
  wanted.order.at_once = std::max(1U, std::min(4U, std::thread::hardware_concurrency()));
  const auto lines = run(wanted);
  std::error_code ignored;
  fs::remove_all(wanted.order.folder, ignored);
  const auto sound = static_cast<std::size_t>(
      std::ranges::count_if(lines, [](const auto& line) { return line.sound(); }));
  const bool written = wanted.json.empty() || write_json(wanted.json, lines);
  std::printf("%zu passed, %zu failed\n", sound, lines.size() - sound);
  return sound == lines.size() && written ? 0 : 1;
}
