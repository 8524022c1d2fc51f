#pragma once
// Writes indented JSON in the order of the calls; figures are written as the literals given, so
// they stay exact. Broken UTF-8 in a text becomes U+FFFD. One writer, one document, one thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace assay::report {

class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void text(std::string_view value);
  void figure(std::string_view literal);  // a JSON number, written as it is
  void boolean(bool value);
  void null();

  // "name": value
  void text(std::string_view name, std::string_view value) { key(name), text(value); }
  void figure(std::string_view name, std::string_view literal) { key(name), figure(literal); }
  void figure(std::string_view name, std::uint64_t value) { figure(name, std::to_string(value)); }
  void null(std::string_view name) { key(name), null(); }

  // "name": { what `members` writes }, and so for arrays.
  template <class Members>
  void object(std::string_view name, const Members& members) {
    key(name);
    object(members);
  }
  template <class Members>
  void object(const Members& members) {
    begin_object();
    members();
    end_object();
  }
  template <class Items>
  void array(std::string_view name, const Items& items) {
    key(name);
    array(items);
  }
  template <class Items>
  void array(const Items& items) {
    begin_array();
    items();
    end_array();
  }

  // What was written since the last call; more may follow.
  [[nodiscard]] std::string take();
  // The rest of the document with a final newline.
  [[nodiscard]] std::string finish();

 private:
  struct State;
  std::unique_ptr<State> x_state;
};

}  // namespace assay::report
