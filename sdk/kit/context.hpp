#pragma once
// What a check works with: the plugin under test, what it declares, a period and parameters it
// takes, random numbers of its own, and a way to say where it is. Lives as long as the check; one
// thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kit/declared.hpp"
#include "kit/finding.hpp"
#include "kit/process.hpp"
#include "kit/random.hpp"
#include "kit/target.hpp"

namespace assay::kit {

// Parameters as a JSON object, and a period.
struct Setup {
  std::string period = "2024";
  std::string config = "{}";
};

class Context {
 public:
  // Tells how far the check is: kept when the process dies.
  using Tell = std::function<void(const std::string& kind, const std::string& value)>;

  Context(const Subject& subject, const Options& options, const std::string& id, Tell tell);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Random random;

  [[nodiscard]] const Subject& subject() const { return x_subject; }
  [[nodiscard]] const Options& options() const { return x_options; }

  // Each makes what the ones before it need.
  Check load();
  Check describe();
  Check find_setup();

  // After load(), describe(), find_setup().
  [[nodiscard]] Target& target() { return *x_loaded.target; }
  [[nodiscard]] const Loaded& loaded() const { return x_loaded; }
  [[nodiscard]] const Declared& declared() const { return x_declared; }
  [[nodiscard]] const Setup& setup() const { return x_setup; }
  // setup(), and one for every other word of a parameter, as far as the plugin takes it.
  [[nodiscard]] std::vector<Setup> setups();

  void at(const std::string& place) { x_tell("at", place); }
  void note(const std::string& name, const std::string& value) { x_tell(name, value); }

  // Runs the same work in another process (probe.hpp) with this changed; the digest of all it
  // answered.
  [[nodiscard]] Found<std::string> probe(const std::string& variant, const Launch& how);

 private:
  void tell_setup();
  [[nodiscard]] bool takes(const Setup& setup, std::string& refusal);

  const Subject& x_subject;
  const Options& x_options;
  Tell x_tell;
  Loaded x_loaded;
  Declared x_declared;
  Setup x_setup;
};

}  // namespace assay::kit
