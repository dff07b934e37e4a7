#include "widgets/bench/recent_images.h"

#include <QFileInfo>
#include <QSettings>

namespace otabench::widgets {
namespace {

QString key()
{
    return QStringLiteral("update/recentImages");
}

} // namespace

RecentImages::RecentImages(QSettings &settings)
    : m_settings(settings)
{
}

QStringList RecentImages::files() const
{
    QStringList present;
    const QStringList all = m_settings.value(key()).toStringList();
    for (const QString &file : all) {
        if (QFileInfo::exists(file))
            present << file;
    }
    return present;
}

void RecentImages::add(const QString &file)
{
    QStringList all = files();
    all.removeAll(file);
    all.prepend(file);
    m_settings.setValue(key(), QStringList(all.mid(0, kMost)));
}

} // namespace otabench::widgets
