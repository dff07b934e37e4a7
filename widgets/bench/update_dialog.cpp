#include "widgets/bench/update_dialog.h"

#include "server/addresses.h"
#include "widgets/bench/bench_delegates.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/origin_field.h"
#include "widgets/bench/plan_model.h"
#include "widgets/bench/plan_options.h"
#include "widgets/bench/recent_images.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/format.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <filesystem>

namespace otabench::widgets {
namespace {

enum Policy
{
    AllAtOnce,
    OneFirst,
    Custom
};

QString droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

constexpr int kLeastRows = 3;       // of boards, however much of the plan is unfolded
constexpr int kTickInset = kSpace1; // with the style's own margin: in line with the heading

/// A tick must stay QStyledItemDelegate's own, to be clicked; inset and divider are ours.
class TickDelegate : public QStyledItemDelegate
{
public:
    TickDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem padded = option;
        padded.rect.adjust(kTickInset, 0, 0, 0);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.colour(Token::Selection));
        QStyledItemDelegate::paint(painter, padded, index);
        painter->setPen(m_theme.colour(Token::Border));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }

    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override
    {
        QStyleOptionViewItem padded = option;
        padded.rect.adjust(kTickInset, 0, 0, 0);
        return QStyledItemDelegate::editorEvent(event, model, padded, index);
    }

private:
    const Theme &m_theme;
};

} // namespace

UpdateDialog::UpdateDialog(const BenchModel &bench, RecentImages &recent, const Theme &theme,
                           const std::set<std::string> &preselected, const Paths &paths,
                           QWidget *parent)
    : QDialog(parent)
    , m_bench(bench)
    , m_recent(recent)
    , m_theme(theme)
    , m_boards(new PlanModel(bench, preselected, this))
    , m_imageTitle(new QLabel(this))
    , m_files(new QComboBox(this))
    , m_choose(new QPushButton(this))
    , m_description(new QLabel(this))
    , m_problem(new ErrorBanner(ErrorBanner::Closable::No, this))
    , m_boardsTitle(new QLabel(this))
    , m_tickAll(new QPushButton(this))
    , m_tickNone(new QPushButton(this))
    , m_list(new QTableView(this))
    , m_hostLabel(new QLabel(this))
    , m_host(new QComboBox(this))
    , m_policyLabel(new QLabel(this))
    , m_policy(new QComboBox(this))
    , m_options(new PlanOptions(this))
    , m_originLabel(new QLabel(this))
    , m_origin(new OriginField(paths, this))
    , m_review(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_start(new QPushButton(this))
{
    setObjectName(QStringLiteral("updateDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    QFont bold = font();
    bold.setBold(true);
    m_imageTitle->setFont(bold);
    m_boardsTitle->setFont(bold);
    m_imageTitle->setBuddy(m_files);
    m_boardsTitle->setBuddy(m_list);
    m_tickAll->setObjectName(QStringLiteral("tickAll"));
    m_tickNone->setObjectName(QStringLiteral("tickNone"));
    m_tickAll->setAutoDefault(false);
    m_tickNone->setAutoDefault(false);
    m_start->setObjectName(QStringLiteral("startUpdate"));
    m_start->setProperty("primary", true);
    m_start->setIcon(icon(QStringLiteral("media-playback-start"), QPalette::BrightText));
    m_start->setIconSize(kButtonIcon);
    m_start->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("cancelUpdate"));
    m_cancel->setAutoDefault(false);

    auto *boardsRow = new QHBoxLayout;
    boardsRow->setSpacing(kSpace2);
    boardsRow->addWidget(m_boardsTitle, 1);
    boardsRow->addWidget(m_tickAll);
    boardsRow->addWidget(m_tickNone);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    m_review->setObjectName(QStringLiteral("reviewPlan"));
    m_review->setAutoDefault(false);
    buttons->addWidget(m_review);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);

    m_imageCard = makeImageCard();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace4, kSpace5, kSpace4);
    layout->setSpacing(kSpace3);
    layout->addWidget(m_imageTitle);
    layout->addWidget(m_imageCard);
    layout->addWidget(m_problem);
    layout->addLayout(boardsRow);
    layout->addWidget(makeBoardList(), 1);
    layout->addLayout(makePolicy());
    layout->addWidget(m_options);
    layout->addSpacing(kSpace1);
    layout->addLayout(buttons);
    resize(760, 640);

    connect(m_files, qOverload<int>(&QComboBox::activated), this,
            [this] { setImageFile(m_files->currentData().toString()); });
    connect(m_choose, &QPushButton::clicked, this, &UpdateDialog::chooseFile);
    connect(m_tickAll, &QPushButton::clicked, this, [this] { m_boards->setAllTicked(true); });
    connect(m_tickNone, &QPushButton::clicked, this, [this] { m_boards->setAllTicked(false); });
    connect(m_policy, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &UpdateDialog::updateStart);
    connect(m_boards, &PlanModel::chosenChanged, this, &UpdateDialog::updateStart);
    connect(&m_reading, &QFutureWatcherBase::finished, this, &UpdateDialog::onImageRead);
    connect(m_cancel, &QPushButton::clicked, this, &UpdateDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &UpdateDialog::start);
    connect(m_review, &QPushButton::clicked, this, &UpdateDialog::review);
    connect(m_origin, &OriginField::changed, this, [this] {
        if (m_origin->found() && m_file.isEmpty())
            setImageFile(QString::fromStdString(m_origin->found()->image.string()));
        updateStart();
    });

    fillRecent();
    retranslate();
    if (m_files->count() > 0)
        setImageFile(m_files->itemData(0).toString());
}

QFrame *UpdateDialog::makeImageCard()
{
    auto *card = new QFrame(this);
    card->setObjectName(QStringLiteral("imageCard"));
    m_files->setObjectName(QStringLiteral("imageFiles"));
    m_files->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_choose->setObjectName(QStringLiteral("chooseImage"));
    m_choose->setIcon(icon(QStringLiteral("document-open")));
    m_choose->setIconSize(kButtonIcon);
    m_choose->setAutoDefault(false);
    m_description->setObjectName(QStringLiteral("imageDescription"));
    m_description->setWordWrap(true);
    m_description->setTextFormat(Qt::PlainText);
    m_description->setProperty("muted", true);
    auto *row = new QHBoxLayout;
    row->setSpacing(kSpace2);
    row->addWidget(m_files, 1);
    row->addWidget(m_choose);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(kSpace3, kSpace3, kSpace3, kSpace3);
    layout->setSpacing(kSpace2);
    layout->addLayout(row);
    layout->addWidget(m_description);
    return card;
}

QGridLayout *UpdateDialog::makePolicy()
{
    m_host->setObjectName(QStringLiteral("serverAddress"));
    m_hostLabel->setBuddy(m_host);
    m_policy->setObjectName(QStringLiteral("policy"));
    m_policyLabel->setBuddy(m_policy);
    for (int policy = AllAtOnce; policy <= Custom; ++policy)
        m_policy->addItem(QString());
    m_originLabel->setBuddy(m_origin);
    m_options->addFolded(m_originLabel, m_origin);
    fillHosts();

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpace3);
    grid->setVerticalSpacing(kSpace2);
    grid->setColumnStretch(2, 1);
    grid->addWidget(m_hostLabel, 0, 0);
    grid->addWidget(m_host, 0, 1);
    grid->addWidget(m_policyLabel, 1, 0);
    grid->addWidget(m_policy, 1, 1);
    return grid;
}

void UpdateDialog::fillHosts()
{
    m_host->addItem(QString(), QString());
    for (const std::string &address : server::localAddresses()) {
        const QString text = QString::fromStdString(address);
        m_host->addItem(text, text);
    }
}

QFrame *UpdateDialog::makeBoardList()
{
    auto *frame = new QFrame(this);
    frame->setObjectName(QStringLiteral("boardFrame"));
    m_list->setObjectName(QStringLiteral("planList"));
    m_list->setModel(m_boards);
    m_list->setShowGrid(false);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setTabKeyNavigation(false);
    m_list->setItemDelegateForColumn(static_cast<int>(PlanModel::Column::Board),
                                     new TickDelegate(m_theme, m_list));
    m_list->setItemDelegateForColumn(static_cast<int>(PlanModel::Column::Running),
                                     new TwoLineDelegate(m_theme,
                                                         {.secondLine = PlanModel::SecondLineRole,
                                                          .token = PlanModel::TokenRole},
                                                         m_list));
    m_list->setItemDelegateForColumn(static_cast<int>(PlanModel::Column::Verdict),
                                     new TwoLineDelegate(m_theme,
                                                         {.secondLine = PlanModel::SecondLineRole,
                                                          .token = PlanModel::TokenRole,
                                                          .icon = PlanModel::IconRole},
                                                         m_list));
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_list->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 2 * kSpace2);
    m_list->setMinimumHeight((kLeastRows + 1) * m_list->verticalHeader()->defaultSectionSize());
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->setColumnWidth(0, 220);
    m_list->setColumnWidth(1, 120);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_list);
    return frame;
}

void UpdateDialog::fillRecent()
{
    m_files->clear();
    const QStringList files = m_recent.files();
    for (const QString &file : files)
        m_files->addItem(icon(QStringLiteral("application-x-firmware")), QFileInfo(file).fileName(),
                         file);
    for (int row = 0; row < m_files->count(); ++row)
        m_files->setItemData(row, files[row], Qt::ToolTipRole);
    m_files->setEnabled(m_files->count() > 0);
}

void UpdateDialog::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Choose an image"), QFileInfo(m_file).path(),
                                    tr("ESP images (*.bin);;All files (*)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this, &UpdateDialog::setImageFile);
    chooser->open();
}

void UpdateDialog::setImageFile(const QString &file)
{
    m_file = file;
    m_origin->setExpected(file);
    m_image.reset();
    m_boards->setImage(std::nullopt);
    m_problem->clear();
    int row = m_files->findData(file);
    if (row < 0) {
        m_files->insertItem(0, icon(QStringLiteral("application-x-firmware")),
                            QFileInfo(file).fileName(), file);
        row = 0;
    }
    m_files->setEnabled(true);
    m_files->setCurrentIndex(row);
    m_description->setText(tr("Reading the image…"));
    const std::filesystem::path path = file.toStdString();
    m_reading.setFuture(QtConcurrent::run([path]() -> ReadResult {
        return std::make_shared<Result<image::Image>>(image::readForUpdate(path));
    }));
    updateStart();
}

void UpdateDialog::onImageRead()
{
    const ReadResult result = m_reading.result();
    if (*result) {
        m_image = **result;
        m_recent.add(m_file);
    } else {
        m_problem->showError(result->error());
    }
    m_boards->setImage(m_image);
    showImage();
    updateStart();
}

void UpdateDialog::showImage()
{
    if (!m_image) {
        m_description->setText(m_file.isEmpty() ? tr("Choose a .bin file, or drop one here.")
                                                : tr("This file cannot be sent to boards."));
        return;
    }
    QStringList parts;
    if (m_image->description)
        parts << QString::fromStdString(m_image->description->project)
              << QString::fromStdString(m_image->description->version);
    if (m_image->kind == image::Kind::PreEncrypted)
        parts << tr("encrypted: only boards with its key can read it");
    if (!m_image->chip.empty())
        parts << QString::fromStdString(m_image->chip);
    parts << Format::bytes(m_image->fileBytes) << tr("all checks passed");
    m_description->setText(parts.join(QStringLiteral(" · ")));
}

void UpdateDialog::updateStart()
{
    const bool isCustom = m_policy->currentIndex() == Custom;
    m_options->setVisible(isCustom);
    const std::vector<std::string> chosen = m_boards->chosen();
    if (!chosen.empty() && m_bench.rowOf(chosen.front()) >= 0)
        m_options->setProfile(m_bench.board(m_bench.rowOf(chosen.front())).profile.kind);
    const bool isOpen = isCustom && m_origin->isOpen(); // a URL that nobody has looked at
    const int count = m_image && !isOpen ? static_cast<int>(chosen.size()) : 0;
    m_start->setEnabled(count > 0);
    m_start->setToolTip(isOpen ? tr("Look at the image's URL first") : QString());
    m_review->setEnabled(m_image && !isOpen && !m_boards->ticked().empty());
    m_start->setText(count > 0 ? tr("&Start %n update(s)", nullptr, count) : tr("&Start"));
}

fleet::CampaignPlan UpdateDialog::plan(std::vector<std::string> boards) const
{
    fleet::CampaignPlan plan;
    plan.image = m_file.toStdString();
    plan.boards = std::move(boards);
    if (!plan.boards.empty()) {
        const int row = m_bench.rowOf(plan.boards.front());
        if (row >= 0)
            plan.profile = m_bench.board(row).profile;
    }
    plan.bindAddress = m_host->currentData().toString().toStdString();
    plan.serverHost = plan.bindAddress;
    plan.serverPort = m_port;
    if (m_policy->currentIndex() == OneFirst)
        plan.canary = 1;
    if (m_policy->currentIndex() != Custom)
        return plan;
    m_options->writeTo(plan);
    if (const auto &found = m_origin->found())
        plan.origin = found->origin;
    return plan;
}

void UpdateDialog::setDefaults(const CampaignDefaults &defaults)
{
    fleet::CampaignPlan plan;
    defaults.applyTo(plan);
    showPolicy(plan);
}

void UpdateDialog::showPolicy(const fleet::CampaignPlan &plan)
{
    m_port = plan.serverPort;
    m_host->setCurrentIndex(
        std::max(m_host->findData(QString::fromStdString(plan.bindAddress)), 0));
    fleet::CampaignPlan simple = plan; // with what the other policies leave as it is
    m_options->readFrom(plan);
    m_options->writeTo(simple);
    const bool isPlain = simple.parallel == 0 && !simple.parallelAutomatic && simple.wave == 0 &&
                         simple.maxFailures == 0 && simple.retries == 0 && !simple.startAt &&
                         simple.startJitter.count() == 0 &&
                         simple.confirm == fleet::Confirm::Host && simple.partialBytes == 0 &&
                         !simple.reinstall && !plan.origin && simple.canary <= 1;
    m_policy->setCurrentIndex(!isPlain ? Custom : simple.canary == 1 ? OneFirst : AllAtOnce);
}

void UpdateDialog::setPlan(const fleet::CampaignPlan &plan)
{
    m_boards->setTicked({plan.boards.begin(), plan.boards.end()});
    showPolicy(plan);
    if (plan.origin)
        m_origin->setUrl(QString::fromStdString(plan.origin->url));
    setImageFile(QString::fromStdString(plan.image.string()));
}

void UpdateDialog::start()
{
    const fleet::CampaignPlan ready = plan(m_boards->chosen());
    if (ready.boards.empty())
        return;
    Q_EMIT planReady(ready);
    accept();
}

void UpdateDialog::review()
{
    const fleet::CampaignPlan ready = plan(m_boards->ticked());
    if (ready.boards.empty())
        return;
    Q_EMIT reviewRequested(ready);
    accept();
}

void UpdateDialog::setDropHint(bool dropping)
{
    m_imageCard->setProperty("drop", dropping);
    m_imageCard->style()->unpolish(m_imageCard); // a style sheet reads properties only then
    m_imageCard->style()->polish(m_imageCard);
}

void UpdateDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedFile(event->mimeData()).isEmpty())
        return;
    setDropHint(true);
    event->acceptProposedAction();
}

void UpdateDialog::dragLeaveEvent(QDragLeaveEvent *)
{
    setDropHint(false);
}

void UpdateDialog::dropEvent(QDropEvent *event)
{
    setDropHint(false);
    setImageFile(droppedFile(event->mimeData()));
    event->acceptProposedAction();
}

void UpdateDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void UpdateDialog::retranslate()
{
    setWindowTitle(tr("Update boards"));
    m_imageTitle->setText(tr("&Image"));
    m_choose->setText(tr("C&hoose…"));
    m_boardsTitle->setText(tr("&Boards"));
    //: tick every board
    m_tickAll->setText(tr("Tick &all"));
    //: untick every board
    m_tickNone->setText(tr("Tick &none"));
    //: followed by an address of this computer, at which boards fetch the image
    m_hostLabel->setText(tr("Serve &from"));
    //: the address of this computer that boards most likely reach
    m_host->setItemText(0, tr("Automatic"));
    m_host->setToolTip(tr("The address of this computer that boards fetch the image from"));
    m_policyLabel->setText(tr("&Order"));
    m_policy->setItemText(AllAtOnce, tr("All at once"));
    m_policy->setItemText(OneFirst, tr("One first, then the rest"));
    m_policy->setItemText(Custom, tr("Custom…"));
    //: followed by a URL
    m_originLabel->setText(tr("Image elsewhere"));
    m_review->setText(tr("Re&view plan…"));
    m_review->setToolTip(tr("Ask the boards first, and show what would become of each"));
    m_cancel->setText(tr("&Cancel"));
    m_list->setAccessibleName(tr("Boards to update"));
    showImage();
    updateStart();
}

} // namespace otabench::widgets
