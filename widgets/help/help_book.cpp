#include "widgets/help/help_book.h"

#include <QFile>
#include <QFileInfo>
#include <QTextDocument>

#include <algorithm>

namespace otabench::widgets {
namespace {

const QString kRoot = QStringLiteral(":/otabench/help/");

QString readAll(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

HelpBook::Chapter readChapter(const QString &folder, const QString &name)
{
    QTextDocument document;
    document.setHtml(readAll(folder + name + QStringLiteral(".html")));
    return {name, document.metaInformation(QTextDocument::DocumentTitle), document.toPlainText()};
}

} // namespace
} // namespace otabench::widgets

/// A static library has to name its resources; the macro does not work within a namespace.
static void openHelpResources()
{
    Q_INIT_RESOURCE(help);
}

namespace otabench::widgets {

HelpBook::HelpBook(const QString &language)
{
    openHelpResources();
    m_folder = kRoot + language + QLatin1Char('/');
    if (!QFileInfo::exists(m_folder))
        m_folder = kRoot + QStringLiteral("en/");
    const QStringList names = readAll(kRoot + QStringLiteral("chapters.txt"))
                                  .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &name : names)
        m_chapters << readChapter(m_folder, name);
}

QStringList HelpBook::find(const QString &words) const
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QStringList titles, texts;
    for (const Chapter &chapter : m_chapters) {
        const auto isIn = [&wanted](const QString &text) {
            return std::all_of(wanted.begin(), wanted.end(), [&text](const QString &word) {
                return text.contains(word, Qt::CaseInsensitive);
            });
        };
        if (isIn(chapter.title))
            titles << chapter.name;
        else if (isIn(chapter.text))
            texts << chapter.name;
    }
    return titles + texts;
}

QUrl HelpBook::place(const QString &name) const
{
    const bool isThere =
        std::any_of(m_chapters.begin(), m_chapters.end(),
                    [&name](const Chapter &chapter) { return chapter.name == name; });
    const QString chapter = isThere || m_chapters.isEmpty() ? name : m_chapters.front().name;
    return QUrl(QStringLiteral("qrc") + m_folder + chapter + QStringLiteral(".html"));
}

QString HelpBook::nameOf(const QUrl &place)
{
    return QFileInfo(place.path()).completeBaseName();
}

} // namespace otabench::widgets
