#pragma once

#include "image/catalogue.h"

#include <QObject>
#include <QStringList>

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace otabench::widgets {

/// The catalogue of images for the window: each call is queued and done by a worker, one after the
/// other, in the order of the calls. What comes of it comes by signal. Thread: GUI.
class ImageStore : public QObject
{
    Q_OBJECT
public:
    using Entries = std::vector<image::CatalogueEntry>;

    explicit ImageStore(std::filesystem::path folder, QObject *parent = nullptr);
    ~ImageStore() override; ///< what has been queued and not begun is not done

    void reload();
    /// Image files, or folders that a build has left its application in.
    void add(const QStringList &files);
    void describe(const std::string &sha256, const image::CatalogueNotes &notes);
    void remove(const std::string &sha256);
    void saveCopy(const std::string &sha256, const QString &file);
    /// Drops what waits, and ends what runs where that can be ended without half a result.
    void cancel();

    [[nodiscard]] bool isBusy() const { return m_isRunning || !m_queue.empty(); }

Q_SIGNALS:
    void listed(const Entries &entries);
    void added(const otabench::image::CatalogueEntry &entry); ///< or was there before
    void described(const otabench::image::CatalogueEntry &entry);
    void removed(const std::string &sha256);
    void failed(const otabench::Error &error);
    void working(const QString &what, int percent); ///< percent below 0: not known
    void idle();

private:
    struct Outcome
    {
        std::optional<Entries> list = {};
        std::optional<image::CatalogueEntry> added = {}, described = {};
        std::string removed = {};
        std::optional<Error> error = {};
    };

    struct Job
    {
        QString what;
        std::function<Outcome(const std::stop_token &)> work;
        int percent = -1; ///< of a series of jobs, before this one
    };

    void enqueue(Job job);
    void runNext();
    void deliver(const Outcome &outcome);

    std::filesystem::path m_folder;
    std::deque<Job> m_queue;
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace otabench::widgets
