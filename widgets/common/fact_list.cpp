#include "widgets/common/fact_list.h"

#include "widgets/common/icons.h"
#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kLeastCodeWidth = 120;

QFont codeFont(const QFont &beside)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(beside.pointSizeF() * 0.95);
    return font;
}

/// A line of code that gives way in the middle; QLabel would ask for room for all of it.
class CodeLine : public QWidget
{
public:
    CodeLine(QString text, QWidget *parent)
        : QWidget(parent)
        , m_text(std::move(text))
    {
        setFont(codeFont(font()));
        setToolTip(m_text);
        setAccessibleName(m_text);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {kLeastCodeWidth, fontMetrics().height()};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(m_text, Qt::ElideMiddle, width()));
    }

private:
    QString m_text;
};

/// Lets a text's long words (digests) be broken, which would else widen the whole list.
QString breakable(const QString &text)
{
    constexpr int kLongest = 24;
    QString result;
    int run = 0;
    for (const QChar letter : text) {
        run = letter.isSpace() ? 0 : run + 1;
        if (run > kLongest) {
            result += QChar(0x200B); // zero-width space
            run = 1;
        }
        result += letter;
    }
    return result;
}

QLabel *wrapped(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

FactList::FactList(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch(1); // rows keep together
    clear();
}

void FactList::clear()
{
    if (m_rows != nullptr) {
        m_rows->hide();
        layout()->removeWidget(m_rows);
        m_rows->deleteLater(); // one of its buttons may be what is clicked
    }
    m_rows = new QWidget(this);
    m_grid = new QGridLayout(m_rows);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kSpace4);
    m_grid->setVerticalSpacing(kSpace2);
    m_grid->setColumnStretch(1, 1);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_rows);
    m_text.clear();
    m_row = 0;
}

void FactList::addHeading(const QString &text)
{
    auto *label = new QLabel(text, m_rows);
    QFont bold = font();
    bold.setBold(true);
    label->setFont(bold);
    if (m_row > 0)
        m_grid->setRowMinimumHeight(m_row++, kSpace2);
    m_grid->addWidget(label, m_row++, 0, 1, 2);
    m_text << text;
}

void FactList::addLabel(const QString &label, Qt::Alignment vertical)
{
    auto *made = new QLabel(label, m_rows);
    made->setTextFormat(Qt::PlainText);
    made->setProperty("muted", true);
    m_grid->addWidget(made, m_row, 0, Qt::AlignLeft | vertical);
}

void FactList::addFact(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    addLabel(label);
    m_grid->addWidget(wrapped(value, m_rows), m_row++, 1);
    m_text << label + QLatin1Char('\t') + value;
}

void FactList::addCode(const QString &label, const QString &value, const QString &objectName)
{
    if (value.isEmpty())
        return;
    addLabel(label, Qt::AlignVCenter);
    auto *copy = new QToolButton(m_rows);
    copy->setObjectName(objectName);
    copy->setIcon(icon(QStringLiteral("edit-copy")));
    copy->setToolTip(tr("Copy"));
    //: %1 is what is copied: "SHA-256 of the file"
    copy->setAccessibleName(tr("Copy %1").arg(label));
    copy->setProperty("small", true);
    connect(copy, &QToolButton::clicked, copy,
            [value] { QGuiApplication::clipboard()->setText(value); });
    auto *line = new QHBoxLayout;
    line->setSpacing(kSpace1);
    line->addWidget(new CodeLine(value, m_rows), 1);
    line->addWidget(copy);
    m_grid->addLayout(line, m_row++, 1);
    m_text << label + QLatin1Char('\t') + value;
}

void FactList::addVerdict(const QString &what, const StateLook &look, const QString &why)
{
    auto *chip = new StateChip(m_theme, m_rows);
    chip->setLook(look);
    auto *name = new QLabel(what, m_rows);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->setSpacing(kSpace2);
    line->addWidget(name, 1);
    line->addWidget(chip, 0, Qt::AlignTop);
    auto *block = new QVBoxLayout;
    block->setSpacing(2);
    block->addLayout(line);
    if (!why.isEmpty()) {
        QLabel *reason = wrapped(breakable(why), m_rows);
        reason->setProperty("muted", true);
        block->addWidget(reason);
    }
    m_grid->addLayout(block, m_row++, 0, 1, 2);
    m_text << QStringList{what, look.word, why}.join(QLatin1Char('\t'));
}

void FactList::addNote(const QString &text)
{
    QLabel *label = wrapped(text, m_rows);
    label->setProperty("muted", true);
    m_grid->addWidget(label, m_row++, 0, 1, 2);
    m_text << text;
}

void FactList::addWidget(QWidget *widget)
{
    widget->setParent(m_rows);
    m_grid->addWidget(widget, m_row++, 0, 1, 2);
    widget->show();
}

QString FactList::toPlainText() const
{
    return m_text.join(QLatin1Char('\n'));
}

} // namespace otabench::widgets
