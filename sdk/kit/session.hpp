#pragma once
// An open instance of the plugin with its host, and what comes of a call: outcomes are compared row
// by row, so that a finding can name the first figure that differs. One thread.

#include <memory>
#include <string>

#include "kit/context.hpp"
#include "kit/frame.hpp"
#include "kit/host.hpp"
#include "kit/rows.hpp"

namespace assay::kit {

struct Outcome {
  Answer answer;
  Heard heard;
  std::vector<Written> written;

  [[nodiscard]] bool ok() const { return answer.code == ASSAY_PLUGIN_OK; }
  [[nodiscard]] bool refused(std::size_t row) const { return heard.refusals.contains(row); }
  // Holds the output an answer in this row?
  [[nodiscard]] bool has(std::size_t output, std::size_t row) const {
    return ok() && !refused(row) && written[output].is_valid(row);
  }
};

class Session {
 public:
  // A finding when the plugin refuses this setup.
  [[nodiscard]] static Found<std::unique_ptr<Session>> open(Context& context, const Setup& setup,
                                                            const HostOptions& options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] Outcome evaluate(const Rows& rows, const FrameOptions& options = {});
  [[nodiscard]] Outcome evaluate(Frame& frame, const Rows& rows);
  // The rows of `rows` that the plugin does not stop at; a finding of Skipped when it stops at all.
  [[nodiscard]] Found<Rows> settled(Rows rows);
  // What open was told to break, if anything.
  [[nodiscard]] const std::string& violation() const { return x_host.violation(); }

 private:
  Session(Context& context, const HostOptions& options);

  Context& x_context;
  Host x_host;
  void* x_instance = nullptr;
};

// Rows a setup takes, of which most are assessed.
[[nodiscard]] Rows make_rows(Context& context, const Setup& setup, const Wanted& wanted);

enum class Compare : std::uint8_t { All, OutputsOnly };
// Everything that row `a_row` of `a` and row `b_row` of `b` came to is the same.
[[nodiscard]] Check same_row(const Declared& declared, const Outcome& a, std::size_t a_row,
                             const Outcome& b, std::size_t b_row, Compare compare = Compare::All);
// Same code and same rows.
[[nodiscard]] Check same(const Declared& declared, const Outcome& a, const Outcome& b,
                         std::size_t rows, Compare compare = Compare::All);
// All of an outcome, for a digest.
[[nodiscard]] std::string bytes_of(const Declared& declared, const Outcome& outcome,
                                   std::size_t rows);
// "12.5", "3/5", "1", or "refused" and the like.
[[nodiscard]] std::string figure_text(const Outcome& outcome, std::size_t output, std::size_t row);

}  // namespace assay::kit
