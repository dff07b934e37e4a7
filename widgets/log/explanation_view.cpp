#include "widgets/log/explanation_view.h"

#include "widgets/common/error_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/explanation_text.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace otabench::widgets {

ExplanationView::ExplanationView(QWidget *parent)
    : QWidget(parent)
    , m_line(new QLabel(this))
    , m_text(new QLabel(this))
    , m_calls(new QLabel(this))
    , m_copy(new QPushButton(this))
    , m_program(new QPushButton(this))
{
    setObjectName(QStringLiteral("logExplanation"));
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF() * 0.95);
    m_line->setFont(fixed);
    m_line->setTextFormat(Qt::PlainText); // from a board
    m_calls->setFont(fixed);
    m_calls->setTextFormat(Qt::PlainText);
    m_calls->setObjectName(QStringLiteral("logCalls"));
    m_text->setTextFormat(Qt::RichText);
    m_text->setObjectName(QStringLiteral("logExplanationText"));
    for (QLabel *label : {m_line, m_text, m_calls}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_copy->setObjectName(QStringLiteral("copyExplanation"));
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_copy->setIconSize(kButtonIcon);
    m_program->setObjectName(QStringLiteral("chooseProgram"));
    m_program->setIcon(icon(QStringLiteral("document-open")));
    m_program->setIconSize(kButtonIcon);

    auto *body = new QWidget(this);
    body->setObjectName(QStringLiteral("page"));
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    column->setSpacing(kSpace3);
    for (QWidget *part : std::initializer_list<QWidget *>{m_line, m_text, m_calls})
        column->addWidget(part);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_program);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("detailScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(m_program, &QPushButton::clicked, this, &ExplanationView::programRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (!m_subject)
            return;
        const auto known =
            ExplanationText::explain(m_subject->line.toStdString(), m_subject->facts);
        QString text = known ? ExplanationText::plain(*known, m_subject->line)
                             : m_subject->line + QLatin1Char('\n');
        if (m_subject->isCrash)
            text += QLatin1Char('\n') + callsText() + QLatin1Char('\n');
        QGuiApplication::clipboard()->setText(text);
    });
    retranslate();
}

void ExplanationView::show(const Subject &subject)
{
    m_subject = subject;
    m_decoded.reset();
    retranslate();
}

void ExplanationView::showCalls(const DecodedCrash &decoded)
{
    m_decoded = decoded;
    retranslate();
}

QString ExplanationView::callsText() const
{
    if (!m_subject->hasPrograms)
        return tr("Give the .elf file of the firmware, and the addresses of this crash become "
                  "functions and lines.");
    if (!m_decoded)
        return tr("Decoding…");
    if (!m_decoded->calls.empty()) {
        QStringList calls;
        for (const std::string &call : m_decoded->calls)
            calls << QString::fromStdString(call);
        return calls.join(QLatin1Char('\n'));
    }
    if (m_decoded->error)
        return QStringLiteral("%1 %2").arg(ErrorText::sentence(*m_decoded->error),
                                           ErrorText::cause(*m_decoded->error));
    return tr("None of the given .elf files is the program that crashed here, or the text holds no "
              "addresses.");
}

void ExplanationView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ExplanationView::retranslate()
{
    m_copy->setText(tr("Cop&y the explanation"));
    m_program->setText(tr("Choose the .el&f file…"));
    m_copy->setVisible(m_subject.has_value());
    m_program->setVisible(m_subject && m_subject->isCrash);
    m_calls->setVisible(m_subject && m_subject->isCrash);
    m_line->setVisible(m_subject.has_value());
    if (!m_subject) {
        m_text->setText(tr("Choose a line that is marked with an “i”, and press Enter or click the "
                           "mark: here stands what it means, why it happens and what to do."));
        return;
    }
    m_line->setText(m_subject->line);
    const auto known = ExplanationText::explain(m_subject->line.toStdString(), m_subject->facts);
    m_text->setText(known ? ExplanationText::html(*known)
                          : tr("The catalogue does not know this line.").toHtmlEscaped());
    if (m_subject->isCrash)
        m_calls->setText(callsText());
}

} // namespace otabench::widgets
