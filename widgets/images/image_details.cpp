#include "widgets/images/image_details.h"

#include "image/header_text.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"
#include "widgets/images/image_text.h"

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <QVariant>

#include <array>

namespace otabench::widgets {
namespace {

constexpr std::chrono::milliseconds kPause{800};
constexpr int kNoteLines = 3;
constexpr std::size_t kMostCampaigns = 8;
constexpr std::array kButtons = {ImageAct::Compare, ImageAct::Verify,   ImageAct::Sign,
                                 ImageAct::Encrypt, ImageAct::SaveCopy, ImageAct::Remove};
constexpr std::array kButtonNames = {"compareImage", "verifyImage", "signImage",
                                     "encryptImage", "saveImage",   "removeImage"};
constexpr std::array kLabels = {image::Label::None, image::Label::Golden, image::Label::Candidate,
                                image::Label::Bad};

QString hex(std::uint64_t value)
{
    return QStringLiteral("0x%1").arg(value, 8, 16, QLatin1Char('0'));
}

bool isSameText(const image::CatalogueNotes &one, const image::CatalogueNotes &other)
{
    return one.name == other.name && one.label == other.label && one.note == other.note;
}

QString fromStd(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

ImageDetails::ImageDetails(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("imageDetails"));
    setAttribute(Qt::WA_StyledBackground);
    auto *body = new QWidget(this);
    body->setObjectName(QStringLiteral("detailBody"));
    body->setAttribute(Qt::WA_StyledBackground);
    m_facts = new FactList(m_theme, body);
    m_facts->setObjectName(QStringLiteral("imageFacts"));
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace4);
    column->setSpacing(kSpace4);
    column->addWidget(makeTop());
    column->addWidget(makeNotes());
    column->addLayout(makeActs());
    column->addWidget(m_facts);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("imageDetailsScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &ImageDetails::commitEdits);
    connect(m_name, &QLineEdit::textEdited, &m_pause, qOverload<>(&QTimer::start));
    connect(m_name, &QLineEdit::editingFinished, this, &ImageDetails::commitEdits);
    connect(m_note, &QPlainTextEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_label, qOverload<int>(&QComboBox::activated), this, &ImageDetails::commitEdits);
    connect(m_close, &QToolButton::clicked, this, &ImageDetails::closeRequested);
    retranslate();
}

QWidget *ImageDetails::makeTop()
{
    auto *top = new QWidget(this);
    m_verdict = new StateChip(m_theme, top);
    m_verdict->setObjectName(QStringLiteral("imageVerdict"));
    m_advice = new QLabel(top);
    m_advice->setObjectName(QStringLiteral("imageAdvice"));
    m_advice->setTextFormat(Qt::PlainText);
    m_advice->setWordWrap(true);
    m_close = new QToolButton(top);
    m_close->setObjectName(QStringLiteral("closeImageDetails"));
    m_close->setIcon(icon(QStringLiteral("window-close")));
    auto *row = new QHBoxLayout;
    row->addWidget(m_verdict);
    row->addStretch(1);
    row->addWidget(m_close);
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpace2);
    column->addLayout(row);
    column->addWidget(m_advice);
    return top;
}

QWidget *ImageDetails::makeNotes()
{
    auto *notes = new QWidget(this);
    m_nameLabel = new QLabel(notes);
    m_name = new QLineEdit(notes);
    m_name->setObjectName(QStringLiteral("imageName"));
    m_nameLabel->setBuddy(m_name);
    m_labelLabel = new QLabel(notes);
    m_label = new QComboBox(notes);
    m_label->setObjectName(QStringLiteral("imageLabel"));
    for (const image::Label label : kLabels)
        m_label->addItem(QString(), static_cast<int>(label));
    m_labelLabel->setBuddy(m_label);
    m_noteLabel = new QLabel(notes);
    m_note = new QPlainTextEdit(notes);
    m_note->setObjectName(QStringLiteral("imageNote"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().lineSpacing() * kNoteLines + 2 * kSpace2);
    m_noteLabel->setBuddy(m_note);
    for (QLabel *label : {m_nameLabel, m_labelLabel, m_noteLabel})
        label->setProperty("muted", true);
    auto *grid = new QGridLayout(notes);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kSpace3);
    grid->setVerticalSpacing(kSpace2);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_nameLabel, 0, 0);
    grid->addWidget(m_name, 0, 1);
    grid->addWidget(m_labelLabel, 1, 0);
    grid->addWidget(m_label, 1, 1, Qt::AlignLeft);
    grid->addWidget(m_noteLabel, 2, 0, Qt::AlignTop);
    grid->addWidget(m_note, 2, 1);
    return notes;
}

QGridLayout *ImageDetails::makeActs()
{
    auto *grid = new QGridLayout;
    grid->setSpacing(kSpace2);
    for (std::size_t i = 0; i < kButtons.size(); ++i) {
        auto *button = new QPushButton(this);
        button->setObjectName(QLatin1String(kButtonNames[i]));
        connect(button, &QPushButton::clicked, this, [this, i] {
            commitEdits();
            Q_EMIT actRequested(kButtons[i]);
        });
        grid->addWidget(button, static_cast<int>(i / 2), static_cast<int>(i % 2));
        m_acts.push_back(button);
    }
    return grid;
}

QString ImageDetails::text(ImageAct act, const image::CatalogueEntry &entry)
{
    switch (act) {
    case ImageAct::Update:
        return tr("&Update boards with this…");
    case ImageAct::Compare:
        //: with another image
        return tr("Co&mpare…");
    case ImageAct::Verify:
        return tr("&Verify signature…");
    case ImageAct::Sign:
        return tr("Si&gn…");
    case ImageAct::Encrypt:
        return entry.image.kind == image::Kind::PreEncrypted ? tr("&Decrypt…") : tr("&Encrypt…");
    case ImageAct::SaveCopy:
        return tr("Save a co&py…");
    case ImageAct::Remove:
        break;
    }
    return tr("&Remove…");
}

bool ImageDetails::isPossible(ImageAct act, const image::CatalogueEntry &entry)
{
    const bool isApp = entry.image.kind == image::Kind::App;
    const bool isSignable = isApp || entry.image.kind == image::Kind::Bootloader;
    switch (act) {
    case ImageAct::Update:
        return ImageText::canUpdate(entry);
    case ImageAct::Verify:
        return isSignable && !entry.image.signatures.empty();
    case ImageAct::Sign:
        return isSignable && entry.image.valid() && !entry.damaged;
    case ImageAct::Encrypt:
        return !entry.damaged && (isApp || entry.image.kind == image::Kind::PreEncrypted);
    case ImageAct::SaveCopy:
        return !entry.damaged;
    case ImageAct::Compare:
    case ImageAct::Remove:
        break;
    }
    return true;
}

void ImageDetails::setEntry(const std::optional<image::CatalogueEntry> &entry)
{
    const bool isSame = m_entry && entry && m_entry->sha256 == entry->sha256;
    if (!isSame) {
        commitEdits();
        m_boards.clear();
        m_campaigns.reset();
        m_committed.reset();
    }
    // What is being typed now is newer than what has been written meanwhile.
    const bool isTyping = isSame && m_pause.isActive();
    m_entry = entry;
    if (!m_entry)
        return;
    const bool isOutdated = m_committed && !isSameText(*m_committed, m_entry->notes);
    if (isOutdated)
        m_entry->notes = *m_committed;
    else
        m_committed.reset();
    if (!isTyping && !isOutdated) {
        const QSignalBlocker name(m_name), note(m_note);
        if (m_name->text() != fromStd(m_entry->notes.name))
            m_name->setText(fromStd(m_entry->notes.name));
        if (m_note->toPlainText() != fromStd(m_entry->notes.note))
            m_note->setPlainText(fromStd(m_entry->notes.note));
        m_label->setCurrentIndex(m_label->findData(static_cast<int>(m_entry->notes.label)));
    }
    refresh();
}

void ImageDetails::setBoards(const QStringList &boards)
{
    if (boards == m_boards)
        return;
    m_boards = boards;
    refresh();
}

void ImageDetails::setCampaigns(
    const std::optional<std::vector<history::CampaignRecord>> &campaigns)
{
    m_campaigns = campaigns;
    refresh();
}

void ImageDetails::commitEdits()
{
    m_pause.stop();
    if (!m_entry)
        return;
    image::CatalogueNotes notes = m_entry->notes;
    const QString name = m_name->text().simplified();
    if (name.isEmpty()) { // an image has a name
        const QSignalBlocker quiet(m_name);
        m_name->setText(fromStd(notes.name));
    } else {
        notes.name = name.toStdString();
    }
    notes.label = static_cast<image::Label>(m_label->currentData().toInt());
    notes.note = m_note->toPlainText().toStdString();
    if (isSameText(notes, m_entry->notes))
        return;
    m_entry->notes = notes;
    m_committed = notes;
    Q_EMIT notesEdited(m_entry->sha256, notes);
}

void ImageDetails::dropCommitted()
{
    m_committed.reset();
}

void ImageDetails::refreshActs()
{
    for (std::size_t i = 0; i < kButtons.size(); ++i) {
        m_acts[i]->setText(text(kButtons[i], *m_entry));
        m_acts[i]->setEnabled(isPossible(kButtons[i], *m_entry));
    }
}

void ImageDetails::refresh()
{
    if (!m_entry)
        return;
    m_verdict->setLook(ImageText::look(*m_entry));
    const QString advice = ImageText::advice(*m_entry);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    refreshActs();
    m_facts->clear();
    addUses();
    addDescription();
    addDigests();
    addChecks();
    addSignatures();
    addHeader();
    addLayout();
}

void ImageDetails::addUses()
{
    //: heading: where an image is in use
    m_facts->addHeading(tr("In use"));
    m_facts->addFact(tr("Boards"), m_boards.isEmpty()
                                       ? tr("No board of the bench runs this image.")
                                       : tr("%n board(s) run it: %1", nullptr, m_boards.size())
                                             .arg(m_boards.join(QStringLiteral(", "))));
    if (!m_campaigns)
        return;
    if (m_campaigns->empty()) {
        m_facts->addFact(tr("Campaigns"), tr("No campaign of the history used it."));
        return;
    }
    QStringList lines;
    for (std::size_t i = 0; i < std::min(kMostCampaigns, m_campaigns->size()); ++i) {
        const history::CampaignRecord &campaign = (*m_campaigns)[i];
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(campaign.started.time_since_epoch());
        const QString when = ImageText::dateTime(std::chrono::sys_seconds(seconds));
        //: a campaign: %1 its number, %2 when it started
        lines << tr("no. %1, %2").arg(campaign.id).arg(when);
    }
    if (m_campaigns->size() > kMostCampaigns)
        lines << tr("and %n earlier one(s)", nullptr,
                    static_cast<int>(m_campaigns->size() - kMostCampaigns));
    m_facts->addFact(tr("Campaigns"), lines.join(QLatin1Char('\n')));
}

void ImageDetails::addDescription()
{
    const image::Image &image = m_entry->image;
    m_facts->addHeading(tr("Description"));
    m_facts->addFact(tr("Kind"), ImageText::kind(image.kind));
    m_facts->addFact(tr("Chip"), ImageText::chip(image));
    if (image.description) {
        const image::AppDescription &app = *image.description;
        m_facts->addFact(tr("Project"), fromStd(app.project));
        m_facts->addFact(tr("Version"), fromStd(app.version));
        m_facts->addFact(tr("Built"),
                         (fromStd(app.date) + QLatin1Char(' ') + fromStd(app.time)).simplified());
        m_facts->addFact(QStringLiteral("ESP-IDF"), fromStd(app.idfVersion));
        m_facts->addFact(tr("Secure version"), QString::number(app.secureVersion));
    }
    if (image.bootloader) {
        m_facts->addFact(tr("Built"), fromStd(image.bootloader->dateTime));
        m_facts->addFact(QStringLiteral("ESP-IDF"), fromStd(image.bootloader->idfVersion));
        m_facts->addFact(tr("Secure version"), QString::number(image.bootloader->secureVersion));
    }
    m_facts->addFact(
        tr("Size"),
        tr("%1 (%2 bytes)").arg(Format::bytes(image.fileBytes), Format::count(image.fileBytes)));
    m_facts->addFact(tr("Encryption"),
                     image.kind == image::Kind::PreEncrypted
                         ? tr("Pre-encrypted: only boards with the key can read it")
                         : tr("None"));
    m_facts->addFact(tr("Added"), ImageText::dateTime(m_entry->notes.added));
}

void ImageDetails::addDigests()
{
    const image::Image &image = m_entry->image;
    m_facts->addHeading(tr("Digests"));
    m_facts->addCode(tr("SHA-256 of the file"), fromStd(m_entry->sha256),
                     QStringLiteral("copyFileDigest"));
    m_facts->addCode(tr("Appended SHA-256"), fromStd(image.appendedSha256.value_or("")),
                     QStringLiteral("copyImageDigest"));
    if (!image.description)
        return;
    if (const auto build = image.description->buildId())
        m_facts->addCode(tr("SHA-256 of the ELF"), fromStd(*build),
                         QStringLiteral("copyElfDigest"));
    else
        m_facts->addFact(tr("SHA-256 of the ELF"),
                         tr("All zero: it does not tell this build from another"));
}

void ImageDetails::addChecks()
{
    m_facts->addHeading(tr("Checks"));
    for (const image::Check &check : m_entry->image.checks)
        m_facts->addVerdict(ImageText::checkName(check.name), ImageText::checkLook(check.ok),
                            fromStd(check.detail));
}

void ImageDetails::addSignatures()
{
    const auto kind = m_entry->image.kind;
    if (kind != image::Kind::App && kind != image::Kind::Bootloader)
        return;
    m_facts->addHeading(tr("Signatures"));
    if (m_entry->image.signatures.empty())
        m_facts->addNote(tr("Not signed: boards that insist on signatures refuse it."));
    else
        m_facts->addNote(tr("Digests of the keys, by which boards trust them:"));
    for (std::size_t i = 0; i < m_entry->image.signatures.size(); ++i) {
        const image::SignatureBlock &block = m_entry->image.signatures[i];
        //: a signature block: %1 its number, %2 the kind of key; the key's digest follows
        m_facts->addCode(tr("%1: %2").arg(i + 1).arg(fromStd(block.scheme)),
                         fromStd(block.keyDigest), QStringLiteral("copyKeyDigest%1").arg(i + 1));
    }
}

void ImageDetails::addHeader()
{
    const image::Image &image = m_entry->image;
    if (image.segments.empty())
        return;
    //: heading: the first bytes of an image
    m_facts->addHeading(tr("Header"));
    const QString frequency = fromStd(image::flashFrequencyText(image));
    m_facts->addFact(tr("Flash"), QStringList{fromStd(image::flashSizeText(image)),
                                              fromStd(image::flashModeText(image)), frequency}
                                      .join(QStringLiteral(" · ")));
    m_facts->addFact(tr("Entry address"), hex(image.entryAddress));
    m_facts->addFact(tr("Chip revisions"),
                     ImageText::revisions(image.minChipRevision, image.maxChipRevision));
    if (image.description)
        m_facts->addFact(tr("eFuse revisions"),
                         ImageText::revisions(image.description->minEfuseRevision,
                                              image.description->maxEfuseRevision));
}

void ImageDetails::addLayout()
{
    const image::Image &image = m_entry->image;
    if (!image.segments.empty())
        m_facts->addHeading(tr("Segments"));
    for (std::size_t i = 0; i < image.segments.size(); ++i) {
        const image::Segment &segment = image.segments[i];
        //: a segment of an image: %1 its size, %2 an address
        QStringList says{
            tr("%1 at %2").arg(Format::bytes(segment.length), hex(segment.loadAddress))};
        if (!segment.region.empty()) // several names by commas, which a line may be broken behind
            says << fromStd(segment.region).replace(QLatin1Char(','), QStringLiteral(", "));
        m_facts->addFact(QString::number(i + 1), says.join(QStringLiteral(" · ")));
    }
    if (!image.partitions.empty())
        m_facts->addHeading(tr("Partitions"));
    for (const image::Partition &partition : image.partitions)
        m_facts->addFact(
            fromStd(partition.label),
            tr("%1 at %2").arg(Format::bytes(partition.sizeBytes), hex(partition.flashOffset)));
}

void ImageDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ImageDetails::retranslate()
{
    m_close->setToolTip(tr("Close the details (Esc)"));
    m_close->setAccessibleName(tr("Close the details"));
    m_nameLabel->setText(tr("&Name"));
    m_labelLabel->setText(tr("&Label"));
    m_noteLabel->setText(tr("No&te"));
    for (int row = 0; row < m_label->count(); ++row) {
        const StateLook look =
            ImageText::look(static_cast<image::Label>(m_label->itemData(row).toInt()));
        m_label->setItemText(row, look.word);
        m_label->setItemIcon(row, look.icon.isEmpty() ? QIcon() : icon(look.icon));
    }
    m_note->setPlaceholderText(tr("What others should know of this image"));
    refresh();
}

} // namespace otabench::widgets
