#include "widgets/images/image_store.h"

#include "image/build_folder.h"
#include "widgets/common/background.h"

#include <QFileInfo>

#include <memory>

namespace otabench::widgets {

using image::Catalogue;
namespace fs = std::filesystem;

ImageStore::ImageStore(fs::path folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
}

ImageStore::~ImageStore()
{
    m_stop.request_stop();
}

void ImageStore::reload()
{
    enqueue({tr("Reading the catalogue…"), [folder = m_folder](const std::stop_token &stop) {
                 auto entries = Catalogue(folder).list(stop);
                 Outcome outcome;
                 if (entries)
                     outcome.list = std::move(*entries);
                 else
                     outcome.error = entries.error();
                 return outcome;
             }});
}

void ImageStore::add(const QStringList &files)
{
    for (int number = 0; number < files.size(); ++number) {
        const QString &file = files[number];
        enqueue({tr("Adding %1…").arg(QFileInfo(file).fileName()),
                 [folder = m_folder, path = fs::path(file.toStdString())](const std::stop_token &) {
                     Outcome outcome;
                     std::error_code none;
                     const auto found = fs::is_directory(path, none)
                                            ? image::applicationInBuildFolder(path)
                                            : Result<fs::path>(path);
                     if (!found) {
                         outcome.error = found.error();
                         return outcome;
                     }
                     auto entry = Catalogue(folder).add(*found);
                     if (entry)
                         outcome.added = std::move(*entry);
                     else
                         outcome.error = entry.error();
                     return outcome;
                 },
                 files.size() > 1 ? number * 100 / files.size() : -1});
    }
}

void ImageStore::describe(const std::string &sha256, const image::CatalogueNotes &notes)
{
    enqueue({tr("Writing the notes…"), [folder = m_folder, sha256, notes](const std::stop_token &) {
                 Catalogue catalogue(folder);
                 Outcome outcome;
                 if (const auto done = catalogue.describe(sha256, notes); !done) {
                     outcome.error = done.error();
                     return outcome;
                 }
                 auto entry = catalogue.read(sha256);
                 if (entry)
                     outcome.described = std::move(*entry);
                 else
                     outcome.error = entry.error();
                 return outcome;
             }});
}

void ImageStore::remove(const std::string &sha256)
{
    enqueue({tr("Removing the image…"), [folder = m_folder, sha256](const std::stop_token &) {
                 Outcome outcome;
                 if (const auto done = Catalogue(folder).remove(sha256); !done)
                     outcome.error = done.error();
                 else
                     outcome.removed = sha256;
                 return outcome;
             }});
}

void ImageStore::saveCopy(const std::string &sha256, const QString &file)
{
    enqueue(
        {tr("Writing %1…").arg(QFileInfo(file).fileName()),
         [folder = m_folder, sha256, path = fs::path(file.toStdString())](const std::stop_token &) {
             Outcome outcome;
             if (const auto done = Catalogue(folder).exportTo(sha256, path); !done)
                 outcome.error = done.error();
             return outcome;
         }});
}

void ImageStore::cancel()
{
    m_queue.clear();
    m_stop.request_stop();
}

void ImageStore::enqueue(Job job)
{
    m_queue.push_back(std::move(job));
    if (!m_isRunning)
        runNext();
}

void ImageStore::runNext()
{
    if (m_queue.empty()) {
        m_isRunning = false;
        Q_EMIT idle();
        return;
    }
    m_isRunning = true;
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    Q_EMIT working(job.what, job.percent);
    m_stop = inBackground(
        this,
        [work = std::move(job.work)](const std::stop_token &stop) {
            return std::make_shared<Outcome>(work(stop)); // the list is not copied on its way
        },
        [this](const std::shared_ptr<Outcome> &outcome) {
            deliver(*outcome);
            runNext();
        });
}

void ImageStore::deliver(const Outcome &outcome)
{
    if (outcome.error && outcome.error->code != ErrorCode::Cancelled)
        Q_EMIT failed(*outcome.error);
    if (outcome.list)
        Q_EMIT listed(*outcome.list);
    if (outcome.added)
        Q_EMIT added(*outcome.added);
    if (outcome.described)
        Q_EMIT described(*outcome.described);
    if (!outcome.removed.empty())
        Q_EMIT removed(outcome.removed);
}

} // namespace otabench::widgets
