// Assessments and runs come back whole.

#include <gtest/gtest.h>

#include "unit/store/office_fixture.hpp"

namespace assay::store {
namespace {

class Results : public testing::Test {
 protected:
  Results() { make_office(x_folder.office()); }

  std::uint64_t put(const model::Run& run, const Digest& key) {
    std::uint64_t id = 0;
    write_office(x_folder.office(), [&](Writer& writer) { id = must(writer.put_run(run, key)); });
    return id;
  }

  TempFolder x_folder;
};

TEST_F(Results, AnAssessmentComesBackWhole) {
  write_office(x_folder.office(),
               [](Writer& writer) { must(writer.put_assessment(sample_assessment())); });
  const auto store = open_office(x_folder.office(), Mode::ReadOnly);
  const auto reader = must(store.read());
  const auto found = must(reader.assessment(kSample_assessment));
  ASSERT_TRUE(found);
  EXPECT_EQ(dump(*found), dump(sample_assessment()));
  EXPECT_FALSE(must(reader.assessment(Digest{1})));
}

// Named by its content: the one that is there stays.
TEST_F(Results, AnAssessmentIsNotReplaced) {
  write_office(x_folder.office(), [](Writer& writer) {
    must(writer.put_assessment(sample_assessment()));
    auto other = sample_assessment();
    other.id = "other";
    must(writer.put_assessment(other));
  });
  const auto store = open_office(x_folder.office(), Mode::ReadOnly);
  EXPECT_EQ(must(must(store.read()).assessment(kSample_assessment))->id, "investment");
}

// Parts hold 256 units of one group: the borders are at 256 and 257 a group.
TEST_F(Results, ARunComesBackWhole) {
  std::uint8_t mark = 0;
  for (const std::size_t units : {0U, 1U, 3U, 512U, 513U, 1'030U}) {
    auto run = sample_run(units);
    const Digest key{++mark};
    EXPECT_EQ(put(run, key), mark);
    const auto store = open_office(x_folder.office(), Mode::ReadOnly);
    const auto reader = must(store.read());
    run.id = mark;
    EXPECT_EQ(dump(must(reader.run(mark))), dump(run)) << units;
    EXPECT_EQ(must(reader.run_of(key)), mark);
  }
  const auto health = must(open_office(x_folder.office()).check());
  EXPECT_EQ(health.runs, 6U);
  EXPECT_TRUE(health.faults.empty());
}

TEST_F(Results, RunsAreNumberedFromOneAndFoundByKey) {
  auto second = sample_run(1);
  second.title = "第二次";
  EXPECT_EQ(put(sample_run(3), Digest{1}), 1U);
  EXPECT_EQ(put(second, Digest{2}), 2U);
  EXPECT_EQ(put(second, Digest{1}), 1U);  // the run of this key is kept as it was
  EXPECT_EQ(put(second, Digest{3}), 3U);  // and no number was lost
  const auto store = open_office(x_folder.office(), Mode::ReadOnly);
  const auto reader = must(store.read());
  const auto runs = must(reader.runs());
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[0].id, 1U);
  EXPECT_EQ(runs[0].scheme, "xianyang");
  EXPECT_EQ(runs[0].version, 3U);
  EXPECT_EQ(runs[0].title, "咸阳目标责任考核");
  EXPECT_EQ(runs[0].period.str(), "2024H1");
  EXPECT_EQ(runs[0].units, 3U);
  EXPECT_EQ(runs[0].incomplete, 2U);  // only the first of the sample has a total
  EXPECT_EQ(runs[0].actor, "考核办/李四");
  EXPECT_EQ(runs[0].created_s, 1'700'000'001);
  EXPECT_EQ(runs[1].title, "第二次");
  EXPECT_EQ(runs[1].incomplete, 0U);
  EXPECT_EQ(runs[2].id, 3U);
  EXPECT_FALSE(must(reader.run_of(Digest{4})));
  for (const std::uint64_t missing : {0U, 4U}) {
    const auto run = reader.run(missing);
    ASSERT_EQ(code_of(run), "store.no_run");
    EXPECT_EQ(run.error().failure, Failure::Input);
  }
}

}  // namespace
}  // namespace assay::store
