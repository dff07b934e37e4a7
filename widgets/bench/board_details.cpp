#include "widgets/bench/board_details.h"

#include "image/chip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kShownDigits =
    16; // of a digest: enough to tell builds apart; the rest in the tooltip

} // namespace

BoardDetails::BoardDetails(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_problem(new ErrorBanner(ErrorBanner::Closable::No, this))
    , m_identify(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_remove(new QPushButton(this))
{
    setObjectName(QStringLiteral("boardDetails"));
    auto *body = new QWidget(this);
    body->setObjectName(QStringLiteral("boardDetails"));
    body->setAttribute(Qt::WA_StyledBackground);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpace4);
    grid->setVerticalSpacing(kSpace2);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < FieldCount; ++row) {
        auto *label = new QLabel(body);
        label->setProperty("muted", true);
        auto *value = new QLabel(body);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setWordWrap(true);
        if (row == Mac || row == Build || row == Port) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(font().pointSizeF() * 0.95);
            value->setFont(fixed);
        }
        grid->addWidget(label, row, 0, Qt::AlignLeft | Qt::AlignTop);
        grid->addWidget(value, row, 1);
        m_fields.push_back({label, value});
    }
    m_identify->setObjectName(QStringLiteral("identifyBoard"));
    m_reset->setObjectName(QStringLiteral("restartBoard"));
    m_remove->setObjectName(QStringLiteral("removeBoard"));
    auto *actions = new QHBoxLayout;
    actions->setSpacing(kSpace2);
    for (QPushButton *button : {m_identify, m_reset, m_remove})
        actions->addWidget(button);
    actions->addStretch(1);

    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    column->setSpacing(kSpace4);
    column->addWidget(m_problem);
    column->addLayout(grid);
    column->addLayout(actions);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("detailScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    scroll->setWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(m_identify, &QPushButton::clicked, this, [this] {
        if (m_board)
            Q_EMIT identifyRequested(m_board->id);
    });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (m_board)
            Q_EMIT resetRequested(m_board->id);
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_board)
            Q_EMIT removeRequested(m_board->id);
    });
    retranslate();
}

void BoardDetails::setBoard(const std::optional<fleet::BoardState> &board)
{
    m_board = board;
    refresh();
}

void BoardDetails::set(FieldId field, const QString &text)
{
    const Field &row = m_fields[static_cast<std::size_t>(field)];
    row.value->setText(text);
    row.label->setVisible(!text.isEmpty());
    row.value->setVisible(!text.isEmpty());
}

QString BoardDetails::profileText(const fleet::Profile &profile)
{
    switch (profile.kind) {
    case fleet::ProfileKind::Agent:
        return tr("Agent: the otabench component in its firmware");
    case fleet::ProfileKind::Stdin:
        return tr("URL on standard input");
    case fleet::ProfileKind::Reset:
        return tr("Restart only");
    case fleet::ProfileKind::Console:
        return tr("Console command: %1").arg(QString::fromStdString(profile.command));
    }
    return {};
}

void BoardDetails::refreshIdentity(const fleet::BoardIdentity &identity)
{
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    set(Version, text(identity.version));
    set(Project, text(identity.project));
    const image::Chip *chip = image::findChip(std::string_view(identity.chip));
    const QString chipName = chip == nullptr
                                 ? text(identity.chip)
                                 : QString::fromUtf8(chip->displayName.data(),
                                                     static_cast<int>(chip->displayName.size()));
    set(Chip, identity.chipRevision == 0 ? chipName
                                         //: %1 is a chip, %2 and %3 its revision
                                         : tr("%1, revision %2.%3")
                                               .arg(chipName)
                                               .arg(identity.chipRevision / 100)
                                               .arg(identity.chipRevision % 100));
    set(Mac, text(identity.mac));
    set(Slot, identity.slotState.empty()
                  ? text(identity.slot)
                  : QStringLiteral("%1 · %2").arg(text(identity.slot), text(identity.slotState)));
    QString next = text(identity.nextSlot);
    for (const auto &slot : identity.slots) {
        if (slot.label == identity.nextSlot && slot.bytes > 0)
            next += QStringLiteral(" · ") + Format::bytes(slot.bytes);
    }
    set(NextSlot, next);
    set(Idf, text(identity.idfVersion));
    const QString build = text(identity.elfSha256);
    set(Build,
        build.size() > kShownDigits ? build.left(kShownDigits) + QStringLiteral("…") : build);
    m_fields[Build].value->setToolTip(build);
    set(Heap, identity.heapFree == 0 ? QString() : Format::bytes(identity.heapFree));
    set(Boots, identity.resetReason.empty() ? QString() : text(identity.resetReason));
    // Nothing until it has been told one: a board gets the lab's CA with its first update.
    set(Cas, identity.trustedCas.empty()
                 ? QString()
                 : tr("%n certificate(s)", nullptr, static_cast<int>(identity.trustedCas.size())));
}

void BoardDetails::refresh()
{
    if (!m_board)
        return;
    const StateLook look = PhaseText::look(*m_board);
    const QString detail = PhaseText::detail(*m_board, std::chrono::steady_clock::now());
    const auto &problem = m_board->phase ? m_board->reason : m_board->portError;
    set(State,
        detail.isEmpty() || problem ? look.word : QStringLiteral("%1 · %2").arg(look.word, detail));
    refreshIdentity(m_board->identity.value_or(fleet::BoardIdentity{}));
    set(Port, QString::fromStdString(m_board->id));
    set(Profile, profileText(m_board->profile));
    if (!problem)
        m_problem->clear();
    else if (m_problem->error() != problem)
        m_problem->showError(*problem);
    const bool active = PhaseText::isActive(*m_board);
    const bool open = m_board->port == fleet::PortState::Open;
    m_identify->setEnabled(open && !active);
    m_reset->setEnabled(open && !active);
    m_remove->setEnabled(!active);
}

void BoardDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardDetails::retranslate()
{
    const std::array<QString, FieldCount> labels = {
        tr("State"),
        tr("Version"),
        tr("Project"),
        tr("Chip"),
        tr("MAC address"),
        tr("Slot"),
        //: the slot that the next image goes to
        tr("Next slot"),
        tr("ESP-IDF"),
        //: digest that tells builds apart
        tr("Build"),
        tr("Free memory"),
        tr("Last reset"),
        //: CA certificates that the board trusts
        tr("Trusts"),
        tr("Port"),
        //: how the board is told to update
        tr("Profile"),
    };
    for (std::size_t row = 0; row < labels.size(); ++row)
        m_fields[row].label->setText(labels[row]);
    m_identify->setText(tr("&Identify"));
    m_identify->setToolTip(tr("Ask the board who it is"));
    m_reset->setText(tr("R&estart"));
    m_reset->setToolTip(tr("Restart the board"));
    m_remove->setText(tr("Re&move"));
    m_remove->setToolTip(tr("Take the board off the bench; nothing is changed on it"));
    refresh();
}

} // namespace otabench::widgets
