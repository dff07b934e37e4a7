#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace otabench::widgets {

/// The image files used last, newest first, kept in the settings. Files that are gone are left out.
class RecentImages
{
public:
    static constexpr int kMost = 8;

    explicit RecentImages(QSettings &settings);

    [[nodiscard]] QStringList files() const;
    void add(const QString &file);

private:
    QSettings &m_settings;
};

} // namespace otabench::widgets
