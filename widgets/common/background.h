#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrent>

#include <stop_token>
#include <type_traits>
#include <utility>

namespace otabench::widgets {

/// Runs `work(std::stop_token)` on a worker thread and then, on the GUI thread, `then(result)`,
/// unless `context` has gone by then. The work takes values, touches nothing of the GUI, ends soon
/// after it has been asked to stop, and returns a value that can be copied. GUI thread; the
/// returned source stops the work, whose result is still delivered. A program ends with
/// QThreadPool::waitForDone(): OpenSSL frees what its threads hold when they end before it does.
template <typename Work, typename Then>
std::stop_source inBackground(QObject *context, Work work, Then then)
{
    using Value = std::invoke_result_t<Work, std::stop_token>;
    std::stop_source stop;
    auto *watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QFutureWatcher<Value>::finished, context,
                     [watcher, then = std::move(then)]() mutable {
                         watcher->deleteLater();
                         then(watcher->result());
                     });
    watcher->setFuture(QtConcurrent::run(
        [work = std::move(work), token = stop.get_token()]() mutable { return work(token); }));
    return stop;
}

} // namespace otabench::widgets
