#include "dispatch.h"

#include "rows.h"
#include "worker_process.h"

#include <algorithm>
#include <map>
#include <poll.h>
#include <set>
#include <spondyl/base/version.h>
#include <spondyl/findings/anonymize.h>
#include <thread>
#include <unistd.h>

namespace spondyl::batch {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kAttempts = 2;                      // once more after a crash
constexpr std::chrono::milliseconds kLookUp{100}; // how long a cancellation or a deadline may go unnoticed

/// A study in the hands of a worker.
struct Assignment {
  Study study;
  std::set<std::string> finished;      ///< series that are in the journal
  std::map<std::string, int> attempts; ///< by series; "" = taking the study apart
};

struct Slot {
  std::optional<WorkerProcess> worker;
  std::optional<Assignment> assignment;
  std::optional<Json> series; ///< what the worker said of the series it is at
  Clock::time_point deadline;
  bool too_slow = false;
};

SeriesResult result_of(const Study& study, const Json& series) {
  return {study.key,         series.at("series"),  series.at("shown_study"), series.at("shown_series_uid"),
          series.at("part"), series.at("outcome"), series.at("folder"),      series.at("entry"),
          series.at("rows")};
}

/// A series that took its workers with it.
Json failed_series(Json series, const std::string& reason) {
  series["reason"] = reason;
  Json entry = Json::parse(series.at("entry").get<std::string>());
  entry["outcome_reason"] = reason;
  series["entry"] = entry.dump();
  series["rows"] = table_row({series.at("shown_study"),
                              series.at("shown_series_uid"),
                              series.at("study_date"),
                              series.at("modality"),
                              series.at("part"),
                              {},
                              "failed",
                              reason});
  return series;
}

class Dispatcher {
public:
  Dispatcher(const BatchOptions& options, Journal& journal, const CancelToken& cancel, const EventSink& on_event)
      : options_(options), journal_(journal), cancel_(cancel), on_event_(on_event),
        summary_(journal.summary(options.task.shard)), slots_(static_cast<std::size_t>(options.jobs)) {}

  Result<Dispatched> run() {
    for (;;) {
      if (cancel_.cancelled())
        stop_reason_ = "It was stopped.";
      if (!stop_reason_.empty())
        return Dispatched{stop_reason_}; // the workers end with their slots
      for (Slot& slot : slots_)
        if (!slot.assignment)
          SPONDYL_CHECK(assign_next(slot));
      if (std::ranges::none_of(slots_, [](const Slot& slot) { return slot.assignment.has_value(); }))
        return Dispatched{};
      SPONDYL_CHECK(listen());
    }
  }

private:
  Result<void> assign_next(Slot& slot) {
    const auto study = journal_.next_study(last_study_, options_.task.shard);
    if (!study)
      return {};
    last_study_ = study->id;
    slot.assignment = Assignment{*study, journal_.finished_series(study->key), {}};
    return begin(slot);
  }

  /// Gives the slot's study, or what is left of it, to its worker.
  Result<void> begin(Slot& slot) {
    if (!slot.worker) {
      SPONDYL_CHECK(start_worker(slot));
    }
    slot.series.reset();
    slot.too_slow = false;
    slot.deadline = Clock::now() + options_.time_limit;
    Json files = Json::array();
    for (const auto& file : journal_.files_of(slot.assignment->study.id))
      files.push_back(file.string());
    // A worker that is gone already is noticed when its answers are read.
    (void)slot.worker->send({{"files", std::move(files)}, {"finished", slot.assignment->finished}});
    return {};
  }

  Result<void> start_worker(Slot& slot) {
    SPONDYL_TRY(slot.worker, WorkerProcess::start(options_.worker_command));
    const Orders orders{options_.task, options_.output, options_.memory_limit_bytes};
    (void)slot.worker->send({{"parent", ::getpid()}, {"orders", to_json(orders)}});
    return {};
  }

  Result<void> listen() {
    std::vector<pollfd> descriptors;
    std::vector<Slot*> busy;
    for (Slot& slot : slots_)
      if (slot.assignment) {
        descriptors.push_back({slot.worker->answers(), POLLIN, 0});
        busy.push_back(&slot);
      }
    ::poll(descriptors.data(), descriptors.size(), static_cast<int>(kLookUp.count()));
    for (std::size_t i = 0; i < busy.size(); ++i) {
      if (descriptors[i].revents != 0) {
        SPONDYL_CHECK(hear(*busy[i]));
      } else if (Clock::now() > busy[i]->deadline && !busy[i]->too_slow) {
        busy[i]->too_slow = true;
        busy[i]->worker->kill(); // its end is heard next
      }
    }
    return {};
  }

  Result<void> hear(Slot& slot) {
    const bool alive = slot.worker->reader().read_some(slot.worker->answers());
    while (slot.assignment) {
      const auto message = slot.worker->reader().next();
      if (!message)
        break;
      take(slot, *message);
    }
    if (slot.assignment && (!alive || slot.worker->reader().broken()))
      return bury(slot);
    return {};
  }

  void take(Slot& slot, const Json& message) {
    slot.deadline = Clock::now() + options_.time_limit;
    if (message.contains("begin"))
      slot.series = message.at("begin");
    else if (message.contains("result"))
      note_series(slot, message.at("result"));
    else if (message.contains("study_failed"))
      note_failed_study(slot, message.at("study_failed"));
    else if (message.contains("study_done"))
      end_study(slot);
    else if (message.contains("stop"))
      stop_reason_ = message.at("stop");
  }

  void note_series(Slot& slot, const Json& series) {
    journal_.add(result_of(slot.assignment->study, series));
    slot.assignment->finished.insert(series.at("series"));
    slot.series.reset();
    ++counter_of(summary_, series.at("outcome"));
    ++series_;
    tell(EventKind::series, series);
    if (options_.fail_fast && series.at("outcome") == "failed")
      stop_reason_ = "A series failed, and --fail-fast was given.";
  }

  void note_failed_study(Slot& slot, const std::string& reason) {
    const Study& study = slot.assignment->study;
    const std::string uid = study.uid();
    const std::string shown = options_.task.anonymous ? findings::replacement_uid(uid) : uid;
    SeriesResult result;
    result.study = study.key;
    result.shown_study = shown;
    result.outcome = "failed";
    result.entry = Json{{"study_instance_uid", shown}, {"outcome", "failed"}, {"outcome_reason", reason}}.dump();
    result.rows = table_row({shown, {}, {}, {}, 0, {}, "failed", reason});
    journal_.add(result);
    ++counter_of(summary_, "failed");
    tell(EventKind::series, Json{{"outcome", "failed"}, {"reason", reason}});
    if (options_.fail_fast)
      stop_reason_ = "A study failed, and --fail-fast was given.";
    end_study(slot);
  }

  void end_study(Slot& slot) {
    journal_.finish(slot.assignment->study.id);
    slot.assignment.reset();
    ++summary_.studies_done;
    ++studies_;
    tell(EventKind::study, Json::object());
  }

  /// The worker ended without having finished its study: a second attempt, then the series counts as failed.
  Result<void> bury(Slot& slot) {
    const std::string end = slot.worker->wait();
    slot.worker.reset();
    const std::string key = slot.series ? slot.series->at("series").get<std::string>() : std::string{};
    const std::string how = slot.too_slow
                                ? "took longer than the limit of " + std::to_string(options_.time_limit.count()) + " s"
                                : "ended its worker with " + end;
    if (++slot.assignment->attempts[key] < kAttempts) {
      Json series = slot.series.value_or(Json::object());
      series["reason"] = "It " + how + " and is tried once more.";
      tell(EventKind::retry, series);
      return begin(slot);
    }
    const std::string reason = "It " + how + ", twice.";
    if (!slot.series) {
      note_failed_study(slot, "Reading its headers: " + reason);
      return {};
    }
    note_series(slot, failed_series(*slot.series, reason));
    return stop_reason_.empty() ? begin(slot) : Result<void>{};
  }

  void tell(EventKind kind, const Json& series) const {
    Event event;
    event.kind = kind;
    event.so_far = summary_;
    event.seconds_running = std::chrono::duration<double>(Clock::now() - start_).count();
    event.series_this_run = series_;
    event.studies_this_run = studies_;
    event.series_uid = series.value("shown_series_uid", "");
    event.modality = series.value("modality", "");
    event.outcome = series.value("outcome", "");
    event.folder = series.value("folder", "");
    event.reason = series.value("reason", "");
    event.vertebrae = series.value("vertebrae", 0);
    event.seconds = series.value("seconds", 0.0);
    on_event_(event);
  }

  const BatchOptions& options_;
  Journal& journal_;
  const CancelToken& cancel_;
  const EventSink& on_event_;
  BatchSummary summary_;
  std::size_t series_ = 0, studies_ = 0;
  std::vector<Slot> slots_;
  std::int64_t last_study_ = 0;
  std::string stop_reason_;
  Clock::time_point start_ = Clock::now();
};

} // namespace

Result<Dispatched> dispatch(const BatchOptions& options, Journal& journal, const CancelToken& cancel,
                            const EventSink& on_event) {
  return Dispatcher(options, journal, cancel, on_event).run();
}

} // namespace spondyl::batch
