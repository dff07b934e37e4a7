#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace otabench::widgets {

/// The chapters of the help in one language, out of the program's resources. Immutable once read.
class HelpBook
{
public:
    struct Chapter
    {
        QString name;  ///< "first-update"; of a page of the window: the page's
        QString title; ///< "Your first update"
        QString text;  ///< all of it, without marks
    };

    /// @param language  "en" or "zh_CN"; another has English chapters.
    explicit HelpBook(const QString &language);

    [[nodiscard]] const QList<Chapter> &chapters() const { return m_chapters; }

    /// Chapters that have every one of the words, those with one in the title first. No words: all.
    [[nodiscard]] QStringList find(const QString &words) const;

    /// Where a chapter is; the first one's place for a name that has none.
    [[nodiscard]] QUrl place(const QString &name) const;

    /// The chapter that a place belongs to; empty: none.
    [[nodiscard]] static QString nameOf(const QUrl &place);

private:
    QString m_folder;
    QList<Chapter> m_chapters;
};

} // namespace otabench::widgets
