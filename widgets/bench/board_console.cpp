#include "widgets/bench/board_console.h"

#include "widgets/bench/question.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

QString lineEndKey()
{
    return QStringLiteral("bench/consoleLineEnd");
}

} // namespace

ConsoleLine::ConsoleLine(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("consoleLine"));
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
}

QString ConsoleLine::take()
{
    const QString line = text();
    if (!line.isEmpty() && (m_sent.isEmpty() || m_sent.back() != line))
        m_sent << line;
    if (m_sent.size() > kMostLines)
        m_sent.removeFirst();
    m_place = m_sent.size();
    m_typed.clear();
    clear();
    return line;
}

void ConsoleLine::step(int by)
{
    const int place = qBound(0, m_place + by, m_sent.size());
    if (place == m_place)
        return;
    if (m_place == m_sent.size())
        m_typed = text();
    m_place = place;
    setText(place == m_sent.size() ? m_typed : m_sent[place]);
}

void ConsoleLine::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        static const QRegularExpression ends(QStringLiteral("\r\n|\n|\r"));
        QStringList lines = QGuiApplication::clipboard()->text().split(ends);
        if (lines.size() > 1 && lines.back().isEmpty())
            lines.removeLast();
        if (lines.size() > 1) {
            Q_EMIT linesPasted(lines);
            return;
        }
        insert(lines.value(0));
        return;
    }
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        step(event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

BoardConsole::BoardConsole(QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_line(new ConsoleLine(this))
    , m_end(new QComboBox(this))
    , m_send(new QPushButton(this))
    , m_obstacle(new QLabel(this))
{
    setObjectName(QStringLiteral("boardConsole"));
    m_end->setObjectName(QStringLiteral("consoleLineEnd"));
    for (const char *end : {"\n", "\r", "\r\n", ""})
        m_end->addItem(QString(), QString::fromLatin1(end));
    const int kept = m_settings.value(lineEndKey(), 0).toInt();
    m_end->setCurrentIndex(kept >= 0 && kept < m_end->count() ? kept : 0);
    m_send->setObjectName(QStringLiteral("consoleSend"));
    m_obstacle->setProperty("muted", true);
    m_obstacle->setWordWrap(true);

    auto *row = new QHBoxLayout;
    row->setSpacing(kSpace2);
    row->addWidget(m_line, 1);
    row->addWidget(m_end);
    row->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace3, kSpace2, kSpace3, kSpace2);
    layout->setSpacing(kSpace1);
    layout->addWidget(m_obstacle);
    layout->addLayout(row);

    connect(m_line, &QLineEdit::returnPressed, this, &BoardConsole::send);
    connect(m_line, &ConsoleLine::linesPasted, this, &BoardConsole::askLines);
    connect(m_send, &QPushButton::clicked, this, &BoardConsole::send);
    connect(m_end, qOverload<int>(&QComboBox::activated), this,
            [this](int index) { m_settings.setValue(lineEndKey(), index); });
    retranslate();
}

void BoardConsole::setBoard(const fleet::BoardState &board)
{
    m_board = board;
    refresh();
}

void BoardConsole::open()
{
    m_line->setFocus(Qt::OtherFocusReason);
}

QString BoardConsole::lineEnd() const
{
    return m_end->currentData().toString();
}

void BoardConsole::send()
{
    if (obstacle().isEmpty())
        Q_EMIT textEntered(m_board.id, (m_line->take() + lineEnd()).toStdString());
}

void BoardConsole::askLines(const QStringList &lines)
{
    ask(window(),
        {.objectName = "pasteQuestion",
         .title = tr("Paste into the console"),
         .text = tr("Send %n line(s) to %1?", nullptr, lines.size())
                     .arg(QString::fromStdString(m_board.name)),
         .explanation = lines.mid(0, 8).join(QLatin1Char('\n')) +
                        (lines.size() > 8 ? QStringLiteral("\n…") : QString()),
         .act = tr("&Send the lines")},
        [this, lines] { sendLines(lines); });
}

void BoardConsole::sendLines(const QStringList &lines)
{
    if (!obstacle().isEmpty())
        return;
    for (const QString &line : lines)
        Q_EMIT textEntered(m_board.id, (line + lineEnd()).toStdString());
}

QString BoardConsole::obstacle() const
{
    if (PhaseText::isActive(m_board))
        return tr("The board is being updated: its console is free again afterwards.");
    if (m_board.port == fleet::PortState::Lent)
        return tr("The port is lent to another program: take it back to write to the board.");
    if (m_board.port != fleet::PortState::Open)
        return tr("The board's port is not open.");
    return {};
}

void BoardConsole::refresh()
{
    const QString why = obstacle();
    if (why != m_obstacle->text())
        m_obstacle->setText(why);
    m_obstacle->setVisible(!why.isEmpty());
    m_line->setEnabled(why.isEmpty());
    m_send->setEnabled(why.isEmpty());
}

void BoardConsole::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardConsole::retranslate()
{
    m_line->setPlaceholderText(tr("Type a line for the board"));
    m_line->setAccessibleName(tr("Line for the board's console"));
    m_end->setItemText(0, QStringLiteral("LF"));
    m_end->setItemText(1, QStringLiteral("CR"));
    m_end->setItemText(2, QStringLiteral("CR LF"));
    //: a line without an end
    m_end->setItemText(3, tr("no end"));
    m_end->setAccessibleName(tr("What ends a line"));
    m_end->setToolTip(tr("What ends a line"));
    m_send->setText(tr("Se&nd"));
    refresh();
}

} // namespace otabench::widgets
