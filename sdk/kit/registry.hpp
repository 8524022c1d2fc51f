#pragma once
// The list of checks; registry.cpp is the one place where they stand.

#include <span>

#include "kit/context.hpp"

namespace assay::kit {

// What must have gone well before a check can be made.
// Fresh: that it works, in a process that has not loaded it yet.
enum class Needs : std::uint8_t { Nothing, Loaded, Described, Working, Fresh };

struct CheckEntry {
  std::string_view id;  // "group.name"
  const char* title;    // of the catalogue
  Needs needs;
  Check (*run)(Context&);
};

[[nodiscard]] std::span<const CheckEntry> registry();
[[nodiscard]] const CheckEntry* find_check(std::string_view id);

// The checks that make sure of what others need; they run even when not asked for.
inline constexpr std::string_view kGate_load = "abi.load";
inline constexpr std::string_view kGate_describe = "abi.descriptor";
inline constexpr std::string_view kGate_work = "abi.evaluate";

}  // namespace assay::kit
