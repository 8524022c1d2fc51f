#pragma once
// How a new office comes into being: built aside, made durable, then renamed into its place.

#include <filesystem>

#include "store/store.hpp"

namespace assay::store {

[[nodiscard]] Status create_office(const std::filesystem::path& office, const Cause& cause);

}  // namespace assay::store
