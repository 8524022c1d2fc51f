// Bugs against the rules of the interface; each is for the check of its name.
#include "planted.hpp"

#if defined(PLANTED_abi_exports)
extern "C" __attribute__((visibility("default"))) int planted_extra() { return 1; }
PLUGIN(planted::open, planted::evaluate)

#elif defined(PLANTED_abi_imports)
#include <dlfcn.h>
BEFORE(if (::dlsym(nullptr, "nothing_of_this_name") != nullptr) return fail(err);)

#elif defined(PLANTED_abi_load)
#include <unistd.h>
__attribute__((constructor)) static void slow() { ::usleep(150'000); }
PLUGIN(planted::open, planted::evaluate)

#elif defined(PLANTED_abi_descriptor)
ENTRY {
  static assay_plugin_desc desc;
  static const assay_plugin made = {sizeof made,    0,      &desc, planted::open, planted::evaluate,
                                    planted::close, nullptr};
  desc = *planted::sound().desc;
  desc.id = {"Not An Id", 9};
  return planted::sound_entry(host_min, host_cur, err) == nullptr ? nullptr : &made;
}

#elif defined(PLANTED_abi_versions)
ENTRY {
  static_cast<void>(host_min), static_cast<void>(host_cur), static_cast<void>(err);
  static const assay_plugin made = {
      sizeof made,    0,      planted::sound().desc, planted::open, planted::evaluate,
      planted::close, nullptr};
  return &made;
}

#elif defined(PLANTED_abi_reentry)
ENTRY {
  if (planted::sound_entry(host_min, host_cur, err) == nullptr) return nullptr;
  static assay_plugin_desc descs[2];
  static assay_plugin made;
  static std::size_t calls = 0;
  auto& desc = descs[++calls % 2];
  desc = *planted::sound().desc;
  made = {sizeof made, 0, &desc, planted::open, planted::evaluate, planted::close, nullptr};
  return &made;
}

#elif defined(PLANTED_abi_evaluate)
BEFORE(*static_cast<volatile int*>(nullptr) = 1;)

#elif defined(PLANTED_abi_threads)
#include <csignal>
#include <ctime>
OPEN {
  // The C library delivers such a timer on a thread of its own.
  static timer_t timer;
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = [](sigval) {};
  if (::timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return fail(err);
  return planted::open(config, host, inst, err);
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_abi_files)
#include <fcntl.h>
BEFORE(if (::open("/dev/null", O_RDONLY) < 0) return fail(err);)

#elif defined(PLANTED_abi_signals)
#include <csignal>
BEFORE(std::signal(SIGUSR1, SIG_IGN);)

#elif defined(PLANTED_abi_directory)
#include <sys/stat.h>
BEFORE(::umask(0177);)

#elif defined(PLANTED_abi_locale)
#include <clocale>
BEFORE(static const bool plain = std::strcmp(std::setlocale(LC_ALL, nullptr), "C") == 0;
       std::setlocale(LC_ALL, plain ? "C.UTF-8" : "C");)

#elif defined(PLANTED_abi_floating)
#include <cfenv>
BEFORE(std::fesetround(FE_UPWARD);)

#elif defined(PLANTED_abi_environment)
BEFORE(::setenv("PLANTED", "1", 1);)

#elif defined(PLANTED_abi_interleaved)
static void* last = nullptr;
OPEN {
  const auto code = planted::open(config, host, inst, err);
  if (code == ASSAY_PLUGIN_OK) last = *inst;
  return code;
}
EVALUATE {
  static_cast<void>(inst);
  return planted::evaluate(last, batch, err);
}
PLUGIN(open, evaluate)

#elif defined(PLANTED_abi_errors)
OPEN {
  const auto code = planted::open(config, host, inst, err);
  err->msg_len = 0;
  return code;
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_abi_callbacks)
AFTERWARDS(if (batch->rows > 0) self(inst).host->explain(self(inst).host->ctx, 0, 0, 999, nullptr,
                                                         0);)

#elif defined(PLANTED_abi_newer_structs)
BEFORE(if (batch->in[1].type != ASSAY_PLUGIN_DEC6) return fail(err);)

#elif defined(PLANTED_abi_older_structs)
OPEN {
  static assay_plugin_host copy;
  copy = *host;
  if (copy.size >= sizeof copy) return planted::open(config, host, inst, err);
  copy.size = sizeof copy;
  return planted::open(config, &copy, inst, err);
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_abi_unknown_flags)
EVALUATE {
  auto copy = *batch;
  copy.flags &= ASSAY_PLUGIN_EXPLAIN;
  if (copy.size > sizeof copy) copy.size = sizeof copy;
  return planted::evaluate(inst, &copy, err);
}
PLUGIN(planted::open, evaluate)

#elif defined(PLANTED_abi_null_extensions)
BEFORE(const auto* host = self(inst).host;
       const auto* units =
           static_cast<const assay_plugin_units*>(host->ext(host->ctx, ASSAY_PLUGIN_EXT_UNITS));
       assay_plugin_unit_list list{}; list.size = sizeof list;
       if (units->list(host->ctx, &list) != ASSAY_PLUGIN_OK) return fail(err);)

#elif defined(PLANTED_abi_config_invalid)
OPEN {
  const auto code = planted::open(config, host, inst, err);
  return code == ASSAY_PLUGIN_ECONFIG ? planted::open({"{}", 2}, host, inst, err) : code;
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_abi_config_hostile)
OPEN {
  static char room[1U << 16U];
  volatile char* to = room;
  for (std::uint64_t i = 0; i < config.n; ++i) to[i] = config.p[i];
  return planted::open(config, host, inst, err);
}
PLUGIN(open, planted::evaluate)

#elif defined(PLANTED_abi_parameters)
OPEN {
  const auto code = planted::open(config, host, inst, err);
  if (code == ASSAY_PLUGIN_OK) self(*inst).marked = config.n > 2;
  return code;
}
EVALUATE {
  const auto code = planted::evaluate(inst, batch, err);
  if (self(inst).marked) planted::raise(batch);
  return code;
}
PLUGIN(open, evaluate)

#elif defined(PLANTED_abi_open_close)
OPEN {
  [[maybe_unused]] static void* volatile lost;
  lost = std::malloc(1000);
  return planted::open(config, host, inst, err);
}
PLUGIN(open, planted::evaluate)
#endif
