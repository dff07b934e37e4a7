#include "widgets/bench/board_details.h"

#include "widgets/bench/bench_model.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>
#include <array>

namespace otabench::widgets {
namespace {

/// Of a digest: enough to tell builds apart; the rest is in the tooltip.
constexpr int kShownDigits = 12;
constexpr int kActColumns = 3;

QString textOf(const std::string &text)
{
    return QString::fromStdString(text);
}

QString dateText(std::chrono::system_clock::time_point moment)
{
    const auto since = moment.time_since_epoch();
    return QLocale().toString(
        QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(since).count()),
        QLocale::ShortFormat);
}

QString shortened(const std::string &digest)
{
    const QString text = textOf(digest);
    return text.size() > kShownDigits ? text.left(kShownDigits) + QStringLiteral("…") : text;
}

} // namespace

BoardDetails::BoardDetails(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_problem(new ErrorBanner(ErrorBanner::Closable::No, this))
{
    setObjectName(QStringLiteral("boardDetails"));
    auto *body = new QWidget(this);
    body->setObjectName(QStringLiteral("boardDetails"));
    body->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    column->setSpacing(kSpace4);
    column->addWidget(m_problem);
    column->addWidget(makeActs());
    column->addWidget(makeForm());
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
    retranslate();
}

QWidget *BoardDetails::makeForm()
{
    auto *form = new QWidget(this);
    auto *grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kSpace4);
    grid->setVerticalSpacing(kSpace2);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < FieldCount; ++row) {
        auto *label = new QLabel(form);
        label->setProperty("muted", true);
        auto *value = new QLabel(form);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setWordWrap(true);
        if (row == Mac || row == Build || row == Address) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(font().pointSizeF() * 0.95);
            value->setFont(fixed);
        }
        grid->addWidget(label, row, 0, Qt::AlignLeft | Qt::AlignTop);
        grid->addWidget(value, row, 1);
        m_fields.push_back({label, value});
    }
    m_fields[Slots].value->setObjectName(QStringLiteral("boardSlots"));
    m_fields[Trusts].value->setObjectName(QStringLiteral("boardTrusts"));
    m_fields[Seen].value->setObjectName(QStringLiteral("boardSeen"));
    return form;
}

QWidget *BoardDetails::makeActs()
{
    auto *acts = new QWidget(this);
    auto *grid = new QGridLayout(acts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kSpace2);
    constexpr std::array kActs = {
        std::pair{BoardAct::Blink, "blinkBoard"},
        std::pair{BoardAct::Identify, "identifyBoard"},
        std::pair{BoardAct::Reset, "restartBoard"},
        std::pair{BoardAct::Confirm, "confirmBoard"},
        std::pair{BoardAct::RollBack, "rollBackBoard"},
        std::pair{BoardAct::SendTrust, "sendTrust"},
        std::pair{BoardAct::Console, "openConsole"},
        std::pair{BoardAct::Remove, "removeBoard"},
    };
    for (const auto &[act, name] : kActs) {
        auto *made = new QPushButton(acts);
        made->setObjectName(QLatin1String(name));
        connect(made, &QPushButton::clicked, this, [this, act = act] { Q_EMIT requested(act); });
        const int place = static_cast<int>(m_acts.size());
        grid->addWidget(made, place / kActColumns, place % kActColumns);
        m_acts.push_back({act, made});
    }
    for (int column = 0; column < kActColumns; ++column)
        grid->setColumnStretch(column, 1);
    return acts;
}

QPushButton &BoardDetails::button(BoardAct act) const
{
    return *std::find_if(m_acts.begin(), m_acts.end(), [act](const Act &each) {
                return each.act == act;
            })->button;
}

void BoardDetails::setBoard(const fleet::BoardState &board)
{
    m_board = board;
    refresh();
}

void BoardDetails::setRecord(const BoardRecordView &record)
{
    m_record = record;
    refresh();
}

void BoardDetails::set(FieldId field, const QString &text)
{
    const Field &row = m_fields[static_cast<std::size_t>(field)];
    if (row.value->text() != text)
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
        return tr("Console command: %1").arg(textOf(profile.command));
    }
    return {};
}

/// A line a slot: its size, and what is known of what it holds. The agent tells the running one;
/// of the others the record knows what the last update left there.
QString BoardDetails::slotsText(const fleet::BoardIdentity &identity) const
{
    QStringList lines;
    auto all = identity.slots;
    if (all.empty() && !identity.slot.empty())
        all.push_back({identity.slot, 0});
    for (const auto &slot : all) {
        QStringList parts = {textOf(slot.label)};
        if (slot.bytes > 0)
            parts << Format::bytes(slot.bytes);
        const auto recorded = m_record.slotVersions.find(slot.label);
        if (slot.label == identity.slot)
            parts << (identity.slotState.empty()
                          ? tr("runs %1").arg(textOf(identity.version))
                          : tr("runs %1, %2")
                                .arg(textOf(identity.version), textOf(identity.slotState)));
        else if (recorded != m_record.slotVersions.end() && !recorded->second.empty())
            parts << tr("%1 by the record").arg(textOf(recorded->second));
        else
            //: what a slot of a board holds
            parts << tr("contents not known");
        if (slot.label == identity.nextSlot)
            //: the slot that the next image goes to
            parts << tr("next");
        lines << parts.join(QStringLiteral(" · "));
    }
    return lines.join(QLatin1Char('\n'));
}

/// The lab's own by their names; nothing until it has been told one.
QString BoardDetails::trustText(const fleet::BoardIdentity &identity) const
{
    QStringList lines;
    for (const std::string &ca : identity.trustedCas) {
        const auto known = m_record.caNames.find(ca);
        lines << (known == m_record.caNames.end() ? tr("not of this lab: %1").arg(shortened(ca))
                                                  : textOf(known->second));
    }
    return lines.join(QLatin1Char('\n'));
}

QString BoardDetails::demandsText(const fleet::BoardIdentity &identity)
{
    QStringList lines;
    if (identity.secureVersion)
        lines << tr("secure version %1 or later").arg(*identity.secureVersion);
    if (identity.signingKeys)
        lines << (identity.signingKeys->empty()
                      ? tr("takes unsigned images")
                      : tr("signed with one of %n key(s)", nullptr,
                           static_cast<int>(identity.signingKeys->size())));
    if (identity.decrypts && *identity.decrypts)
        lines << tr("takes encrypted images");
    return lines.join(QLatin1Char('\n'));
}

QString BoardDetails::memoryText(const fleet::BoardIdentity &identity)
{
    QStringList lines;
    if (identity.heapFree > 0)
        lines << (identity.heapMinimum > 0 ? tr("%1 free, at least %2 so far")
                                                 .arg(Format::bytes(identity.heapFree),
                                                      Format::bytes(identity.heapMinimum))
                                           : tr("%1 free").arg(Format::bytes(identity.heapFree)));
    if (identity.stackMinimum > 0)
        lines << tr("%1 of the agent's stack never used").arg(Format::bytes(identity.stackMinimum));
    return lines.join(QLatin1Char('\n'));
}

/// The agent protocol's words; stock firmware's log has others, which stay as they are.
QString BoardDetails::resetText(const std::string &reason)
{
    if (reason == "poweron")
        return tr("power on");
    if (reason == "external")
        return tr("its reset pin");
    if (reason == "software")
        return tr("its software");
    if (reason == "panic")
        return tr("a panic");
    if (reason == "watchdog")
        return tr("a watchdog");
    if (reason == "brownout")
        return tr("a drop of its supply (brownout)");
    return textOf(reason);
}

QString BoardDetails::bootsText(const fleet::BoardIdentity &identity)
{
    const QString why = resetText(identity.resetReason);
    if (identity.boots == 0)
        return why;
    const QString boots = tr("%n boot(s)", nullptr, static_cast<int>(identity.boots));
    //: %1: number of boots, %2: why it was reset last
    return why.isEmpty() ? boots : tr("%1, the last by %2").arg(boots, why);
}

QString BoardDetails::costsText(const fleet::UpdateCosts &costs)
{
    QStringList lines;
    lines << Format::speed(static_cast<double>(costs.bytesPerSecond));
    lines << tr("%n connection(s), %1 resumed", nullptr, static_cast<int>(costs.connections))
                 .arg(costs.resumed);
    if (costs.handshake.count() > 0)
        lines << tr("last handshake %1 ms").arg(costs.handshake.count());
    if (costs.reconnects > 0)
        lines << tr("%n connection(s) lost", nullptr, static_cast<int>(costs.reconnects));
    if (costs.heapMinimum > 0)
        lines << tr("%1 of memory left at least").arg(Format::bytes(costs.heapMinimum));
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString BoardDetails::seenText() const
{
    QStringList lines;
    if (m_record.firstSeen)
        lines << tr("first updated here on %1").arg(dateText(*m_record.firstSeen));
    if (m_board && m_board->port == fleet::PortState::Open)
        lines << tr("attached now");
    else if (m_record.lastSeen)
        lines << tr("last updated on %1").arg(dateText(*m_record.lastSeen));
    return lines.join(QLatin1Char('\n'));
}

void BoardDetails::refreshIdentity(const fleet::BoardIdentity &identity)
{
    set(Version, textOf(identity.version));
    set(Project, textOf(identity.project));
    const QString chip = BenchModel::chipText(*m_board);
    set(Chip, identity.chipRevision == 0 ? chip
                                         //: %1 is a chip, %2 and %3 its revision
                                         : tr("%1, revision %2.%3")
                                               .arg(chip)
                                               .arg(identity.chipRevision / 100)
                                               .arg(identity.chipRevision % 100));
    set(Mac, textOf(identity.mac));
    set(Slots, slotsText(identity));
    set(Trusts, trustText(identity));
    set(Demands, demandsText(identity));
    set(Idf, textOf(identity.idfVersion));
    set(Build, shortened(identity.elfSha256));
    m_fields[Build].value->setToolTip(textOf(identity.elfSha256));
    set(Memory, memoryText(identity));
    set(Boots, bootsText(identity));
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
    set(Bench, textOf(m_board->bench));
    QStringList tags;
    for (const std::string &tag : m_board->tags)
        tags << textOf(tag);
    set(Tags, tags.join(QStringLiteral(", ")));
    refreshIdentity(m_board->identity.value_or(fleet::BoardIdentity{}));
    set(Costs, m_board->costs ? costsText(*m_board->costs) : QString());
    set(Signal,
        m_board->signalDbm ? tr("%1 dBm").arg(QLocale().toString(*m_board->signalDbm)) : QString());
    set(Place, textOf(m_board->place));
    set(Address, textOf(m_board->address));
    set(Profile, profileText(m_board->profile));
    set(Seen, seenText());
    if (!problem)
        m_problem->clear();
    else if (m_problem->error() != problem)
        m_problem->showError(*problem);
    refreshActs();
}

void BoardDetails::refreshActs()
{
    const bool isIdle = !PhaseText::isActive(*m_board);
    const bool isOpen = m_board->port == fleet::PortState::Open;
    const bool hasAgent = isIdle && isOpen && m_board->profile.kind == fleet::ProfileKind::Agent;
    const bool isOnTrial = m_board->identity && (m_board->identity->slotState == "pending-verify" ||
                                                 m_board->identity->slotState == "new");
    for (const BoardAct act :
         {BoardAct::Blink, BoardAct::Identify, BoardAct::RollBack, BoardAct::SendTrust})
        button(act).setEnabled(hasAgent);
    button(BoardAct::Confirm).setEnabled(hasAgent && isOnTrial);
    button(BoardAct::Reset).setEnabled(isIdle && isOpen);
    button(BoardAct::Remove).setEnabled(isIdle);
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
        //: the group of boards that a board belongs to
        tr("Bench"),
        tr("Tags"),
        tr("Version"),
        tr("Project"),
        tr("Chip"),
        tr("MAC address"),
        tr("Slots"),
        //: CA certificates that the board trusts
        tr("Trusts"),
        //: what a board asks of an image
        tr("Demands"),
        tr("ESP-IDF"),
        //: digest that tells builds apart
        tr("Build"),
        tr("Memory"),
        //: how often a board has booted
        tr("Boots"),
        //: what the last update has cost the board
        tr("Last update"),
        //: strength of the Wi-Fi
        tr("Signal"),
        //: where a board is plugged in
        tr("Place"),
        tr("Port"),
        //: how the board is told to update
        tr("Profile"),
        //: since when a board is known
        tr("Seen"),
    };
    for (std::size_t row = 0; row < labels.size(); ++row)
        m_fields[row].label->setText(labels[row]);
    const auto name = [this](BoardAct act, const QString &text, const QString &tip) {
        button(act).setText(text);
        button(act).setToolTip(tip);
    };
    name(BoardAct::Blink, tr("&Blink"), tr("Blink the board's LED, to find it"));
    name(BoardAct::Identify, tr("As&k again"), tr("Ask the board who it is"));
    name(BoardAct::Reset, tr("R&estart"), tr("Restart the board"));
    name(BoardAct::Confirm, tr("Con&firm"),
         tr("The running image is good: it is not rolled back any more"));
    name(BoardAct::RollBack, tr("Ro&ll back…"),
         tr("Restart the board into the image that it ran before"));
    name(BoardAct::SendTrust, tr("Send &CA…"), tr("Have the board trust this lab's CA"));
    name(BoardAct::Console, tr("C&onsole"), tr("Type lines for the board's console"));
    name(BoardAct::Remove, tr("Re&move…"),
         tr("Take the board off the bench; nothing is changed on it"));
    refresh();
}

} // namespace otabench::widgets
