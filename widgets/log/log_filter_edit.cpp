#include "widgets/log/log_filter_edit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStringListModel>

namespace otabench::widgets {
namespace {

constexpr int kMostSuggestions = 50;

QStringList fields()
{
    return {QStringLiteral("level:"), QStringLiteral("tag:"),  QStringLiteral("board:"),
            QStringLiteral("bench:"), QStringLiteral("mark:"), QStringLiteral("since:"),
            QStringLiteral("until:"), QStringLiteral("not "),  QStringLiteral("and "),
            QStringLiteral("or ")};
}

QStringList knownValues(const QString &field)
{
    if (field == QLatin1String("level"))
        return {QStringLiteral("error"), QStringLiteral("warning"), QStringLiteral("info"),
                QStringLiteral("debug"), QStringLiteral("verbose")};
    if (field == QLatin1String("mark"))
        return {QStringLiteral("any"),         QStringLiteral("ota-start"),
                QStringLiteral("first-error"), QStringLiteral("reboot"),
                QStringLiteral("panic"),       QStringLiteral("lost")};
    if (field == QLatin1String("since") || field == QLatin1String("until"))
        return {QStringLiteral("10m"), QStringLiteral("1h"), QStringLiteral("12h"),
                QStringLiteral("1d"), QStringLiteral("14:30")};
    return {};
}

/// Where the term that ends at the cursor begins; -1: inside a regular expression or a text.
int termStart(const QString &expression, int cursor)
{
    int start = 0;
    QChar closes;
    for (int at = 0; at < cursor; ++at) {
        const QChar c = expression.at(at);
        if (!closes.isNull()) {
            if (c == QLatin1Char('\\'))
                ++at;
            else if (c == closes)
                closes = QChar();
            continue;
        }
        if (c == QLatin1Char('"') || (c == QLatin1Char('/') && at == start))
            closes = c;
        else if (c == QLatin1Char(' ') || c == QLatin1Char('(') || c == QLatin1Char(')'))
            start = at + 1;
    }
    return closes.isNull() ? start : -1;
}

/// In quotation marks where a word would end too early.
QString quoted(QString value)
{
    if (!value.contains(QLatin1Char(' ')) && !value.contains(QLatin1Char('(')) &&
        !value.contains(QLatin1Char(')')) && !value.contains(QLatin1Char('"')))
        return value;
    value.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    value.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + value + QLatin1Char('"');
}

} // namespace

LogFilterEdit::LogFilterEdit(Values values, QWidget *parent)
    : QLineEdit(parent)
    , m_values(std::move(values))
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    setObjectName(QStringLiteral("logExpression"));
    setClearButtonEnabled(true);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
            &LogFilterEdit::take);
    connect(this, &QLineEdit::textEdited, this, [this] { suggest(false); });
}

QStringList LogFilterEdit::suggestions(const QString &expression, int cursor) const
{
    const int start = termStart(expression, cursor);
    if (start < 0)
        return {};
    const QString term = expression.mid(start, cursor - start);
    const int colon = term.indexOf(QLatin1Char(':'));
    QStringList found;
    if (colon < 0) {
        const QStringList words = fields();
        for (const QString &word : words) {
            if (word.startsWith(term, Qt::CaseInsensitive) && word != term)
                found << word;
        }
        return found;
    }
    const QString field = term.left(colon);
    const QString typed = term.mid(colon + 1);
    QStringList values = knownValues(field);
    if (values.isEmpty())
        values = m_values(field);
    for (const QString &value : qAsConst(values)) {
        if (value.contains(typed, Qt::CaseInsensitive) && value != typed &&
            found.size() < kMostSuggestions)
            found << field + QLatin1Char(':') + quoted(value) + QLatin1Char(' ');
    }
    return found;
}

void LogFilterEdit::take(const QString &suggestion)
{
    const int start = termStart(text(), cursorPosition());
    if (start < 0)
        return;
    const QString before = text().left(start);
    const QString after = text().mid(cursorPosition());
    setText(before + suggestion + after.trimmed());
    setCursorPosition(before.size() + suggestion.size());
    Q_EMIT textEdited(text()); // a field asks for its values at once
}

void LogFilterEdit::suggest(bool asked)
{
    const int start = termStart(text(), cursorPosition());
    const bool isTyping = start >= 0 && cursorPosition() > start;
    const QStringList words =
        asked || isTyping ? suggestions(text(), cursorPosition()) : QStringList();
    if (words.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(words);
    QAbstractItemView *popup = m_completer->popup();
    QRect place = cursorRect();
    place.setWidth(popup->sizeHintForColumn(0) + popup->verticalScrollBar()->sizeHint().width() +
                   24);
    m_completer->complete(place);
}

void LogFilterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isOpen = m_completer->popup()->isVisible();
    const bool isChoice = event->key() == Qt::Key_Enter || event->key() == Qt::Key_Return ||
                          event->key() == Qt::Key_Tab;
    if (isOpen && isChoice) { // the list's, when something is chosen in it
        event->ignore();
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        return suggest(true);
    QLineEdit::keyPressEvent(event);
}

} // namespace otabench::widgets
