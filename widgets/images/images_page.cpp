#include "widgets/images/images_page.h"

#include "widgets/bench/bench_model.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/theme.h"
#include "widgets/images/catalogue_table.h"
#include "widgets/images/compare_dialog.h"
#include "widgets/images/image_model.h"
#include "widgets/images/image_store.h"
#include "widgets/images/image_text.h"
#include "widgets/images/image_tool_dialog.h"
#include "widgets/images/make_image_dialog.h"
#include "widgets/images/make_key_dialog.h"

#include "image/build.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

using Column = ImageModel::Column;
using Campaigns = std::vector<history::CampaignRecord>;

enum StackPage
{
    StackEmpty,
    StackTable,
    StackNoMatch
};

QString splitterKey()
{
    return QStringLiteral("images/splitter");
}

QStringList droppedFiles(const QMimeData *data)
{
    QStringList files;
    const QList<QUrl> urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

/// The record is opened for the question only: the laboratory has it open for writing.
Result<Campaigns> campaignsWith(const history::HistoryOptions &options, const std::string &sha256)
{
    std::error_code none;
    if (options.url.empty() && !std::filesystem::exists(options.file, none))
        return Campaigns();
    auto record = history::History::open(options);
    if (!record)
        return tl::unexpected(record.error());
    return (*record)->campaigns({.imageSha256 = sha256});
}

} // namespace

ImagesPage::ImagesPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
    , m_bench(parts.bench)
    , m_settings(parts.settings)
    , m_history(parts.history)
    , m_model(new ImageModel(this))
    , m_filter(new QSortFilterProxyModel(this))
    , m_store(new ImageStore(parts.catalogue, this))
{
    setAcceptDrops(true);
    m_filter->setSourceModel(m_model);
    m_filter->setSortRole(ImageModel::ValueRole);
    m_filter->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setSortLocaleAware(true);
    m_filter->setFilterKeyColumn(-1);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    makeHeader();
    setBody(makeBody());
    connectParts();
    connectStore();
    showDetail(false);
    ImagesPage::retranslate();
}

void ImagesPage::makeHeader()
{
    m_search = addSearch("imageFilter");
    m_tools = addAct("imageTools", "utilities-system-monitor");
    auto *tools = new QMenu(m_tools);
    m_makeKey = tools->addAction(QString(), this, &ImagesPage::makeKey);
    m_makeImage = tools->addAction(QString(), this, &ImagesPage::makeTestImage);
    tools->addSeparator();
    m_reload = tools->addAction(QString(), m_store, &ImageStore::reload);
    m_tools->setProperty("hasMenu", true);
    m_tools->setMenu(tools);
    m_add = addAct("addImage", "list-add");
    auto *sources = new QMenu(m_add);
    m_addFiles = sources->addAction(QString(), this, &ImagesPage::chooseFiles);
    m_addFolder = sources->addAction(QString(), this, &ImagesPage::chooseFolder);
    m_add->setProperty("hasMenu", true);
    m_add->setMenu(sources);
    m_update = addAct("updateWithImage", "software-update-available", Act::Primary);
}

QWidget *ImagesPage::makeBody()
{
    auto *body = new QWidget(this);
    m_empty = new EmptyState(QStringLiteral("application-x-firmware"), body);
    m_addFirst = m_empty->addButton(QStringLiteral("addFirstImage"), QStringLiteral("list-add"));
    m_makeFirst = m_empty->addButton(QStringLiteral("makeFirstImage"),
                                     QStringLiteral("application-x-firmware"));
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), body);
    m_clearFilter =
        m_noMatch->addButton(QStringLiteral("clearImageFilter"), QStringLiteral("edit-clear"));
    m_stack = new QStackedWidget(body);
    m_stack->addWidget(m_empty);
    m_table = new CatalogueTable(m_theme, *m_filter, body);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_noMatch);
    m_details = new ImageDetails(m_theme, body);
    m_splitter = new QSplitter(Qt::Horizontal, body);
    m_splitter->setObjectName(QStringLiteral("imageSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    const QByteArray kept = m_settings.value(splitterKey()).toByteArray();
    if (kept.isEmpty() || !m_splitter->restoreState(kept))
        m_splitter->setSizes({700, 420});
    m_splitter->setHandleWidth(1); // also part of the saved state
    m_busy = new BusyStrip(body);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_busy);
    return body;
}

void ImagesPage::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setFilterFixedString(text);
        updateActs();
    });
    connect(m_clearFilter, &QPushButton::clicked, m_search, &QLineEdit::clear);
    connect(m_addFirst, &QPushButton::clicked, this, &ImagesPage::chooseFiles);
    connect(m_makeFirst, &QPushButton::clicked, this, &ImagesPage::makeTestImage);
    connect(m_update, &QPushButton::clicked, this, [this] { perform(ImageAct::Update); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) {
                showDetail(now.isValid());
                updateDetail();
            });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ImagesPage::updateActs);
    connect(m_table, &QTableView::doubleClicked, this, [this] {
        showDetail(true);
        updateDetail();
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &ImagesPage::openContextMenu);
    connect(m_details, &ImageDetails::actRequested, this, &ImagesPage::perform);
    connect(m_details, &ImageDetails::closeRequested, this, [this] { showDetail(false); });
    connect(m_details, &ImageDetails::notesEdited, m_store, &ImageStore::describe);
    connect(m_model, &ImageModel::renameRequested, this,
            [this](const std::string &sha256, const QString &name) {
                if (const image::CatalogueEntry *entry = m_model->find(sha256)) {
                    image::CatalogueNotes notes = entry->notes;
                    notes.name = name.toStdString();
                    m_store->describe(sha256, notes);
                }
            });
    const auto *again = new QShortcut(QKeySequence(Qt::Key_F5), this, nullptr, nullptr,
                                      Qt::WidgetWithChildrenShortcut);
    connect(again, &QShortcut::activated, m_store, &ImageStore::reload);
}

void ImagesPage::connectStore()
{
    connect(m_store, &ImageStore::working, this, [this](const QString &what, int percent) {
        m_busy->start(what, [this] { m_store->cancel(); });
        m_busy->setProgress(percent);
    });
    connect(m_store, &ImageStore::idle, m_busy, &BusyStrip::finish);
    connect(m_store, &ImageStore::failed, this, [this](const Error &error) {
        m_details->dropCommitted();
        banner().showError(error);
    });
    connect(m_store, &ImageStore::listed, this, [this](const ImageStore::Entries &entries) {
        m_model->setEntries(entries);
        selectImage(std::exchange(m_wanted, {}));
        updateDetail();
        updateActs();
    });
    const auto put = [this](const image::CatalogueEntry &entry) {
        m_model->put(entry);
        updateActs();
    };
    connect(m_store, &ImageStore::added, this, [this, put](const image::CatalogueEntry &entry) {
        put(entry);
        selectImage(entry.sha256);
    });
    connect(m_store, &ImageStore::described, this, [this, put](const image::CatalogueEntry &entry) {
        put(entry);
        updateDetail();
    });
    connect(m_store, &ImageStore::removed, this, [this](const std::string &sha256) {
        m_model->remove(sha256);
        updateDetail();
        updateActs();
    });
}

const image::CatalogueEntry *ImagesPage::current() const
{
    const std::string id = m_table->current();
    return id.empty() ? nullptr : m_model->find(id);
}

void ImagesPage::addFiles(const QStringList &files)
{
    banner().clear();
    m_store->add(files);
}

void ImagesPage::selectImage(const std::string &sha256)
{
    const int row = m_model->rowOf(sha256);
    if (row < 0) {
        m_wanted = sha256;
        return;
    }
    const QModelIndex index = m_filter->mapFromSource(m_model->index(row, 0));
    if (!index.isValid())
        return; // the filter hides it
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

void ImagesPage::chooseFiles()
{
    auto *chooser =
        new QFileDialog(this, tr("Add images"), QString(), tr("ESP images (*.bin);;All files (*)"));
    chooser->setObjectName(QStringLiteral("addImageChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFiles);
    connect(chooser, &QFileDialog::filesSelected, this, &ImagesPage::addFiles);
    chooser->open();
}

void ImagesPage::chooseFolder()
{
    auto *chooser = new QFileDialog(this, tr("Add the application of a build folder"));
    chooser->setObjectName(QStringLiteral("addFolderChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString &folder) { addFiles({folder}); });
    chooser->open();
}

void ImagesPage::makeKey()
{
    (new MakeKeyDialog(m_theme, this))->open();
}

void ImagesPage::makeTestImage()
{
    auto *dialog = new MakeImageDialog(m_theme, this);
    connect(dialog, &MakeImageDialog::fileMade, this,
            [this](const QString &file) { addFiles({file}); });
    dialog->open();
}

void ImagesPage::perform(ImageAct act)
{
    const image::CatalogueEntry *entry = current();
    if (entry == nullptr || !ImageDetails::isPossible(act, *entry))
        return;
    banner().clear();
    switch (act) {
    case ImageAct::Update:
        Q_EMIT updateRequested(QString::fromStdString(entry->file.string()));
        break;
    case ImageAct::Compare:
        compare();
        break;
    case ImageAct::Verify:
    case ImageAct::Sign:
    case ImageAct::Encrypt:
        openTool(act);
        break;
    case ImageAct::SaveCopy:
        askSaveCopy();
        break;
    case ImageAct::Remove:
        askRemove();
        break;
    }
}

void ImagesPage::compare()
{
    const std::vector<std::string> chosen = m_table->selected();
    const std::string second = current()->sha256;
    std::string first = second;
    for (const std::string &each : chosen) {
        if (each != second)
            first = each;
    }
    // With one image selected it is compared with another of its project, as far as there is one.
    for (int row = 0; first == second && row < m_model->rowCount(); ++row) {
        const image::CatalogueEntry &other = m_model->entry(row);
        if (other.sha256 != second &&
            ImageText::project(other.image) == ImageText::project(current()->image))
            first = other.sha256;
    }
    (new CompareDialog(*m_model, first, second, m_theme, this))->open();
}

void ImagesPage::openTool(ImageAct act)
{
    using Tool = ImageToolDialog::Tool;
    const image::CatalogueEntry entry = *current();
    const Tool tool = act == ImageAct::Verify                         ? Tool::Verify
                      : act == ImageAct::Sign                         ? Tool::Sign
                      : entry.image.kind == image::Kind::PreEncrypted ? Tool::Decrypt
                                                                      : Tool::Encrypt;
    auto *dialog = new ImageToolDialog(tool, entry, m_theme, this);
    connect(dialog, &ImageToolDialog::fileMade, this,
            [this](const QString &file) { addFiles({file}); });
    dialog->open();
}

void ImagesPage::askSaveCopy()
{
    auto *chooser = new QFileDialog(this, tr("Save a copy of the image"), QString(),
                                    tr("ESP images (*.bin);;All files (*)"));
    chooser->setObjectName(QStringLiteral("saveImageChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->selectFile(QString::fromStdString(current()->notes.name));
    connect(chooser, &QFileDialog::fileSelected, this,
            [this, sha256 = current()->sha256](const QString &file) {
                m_store->saveCopy(sha256, file);
            });
    chooser->open();
}

void ImagesPage::askRemove()
{
    const image::CatalogueEntry entry = *current();
    const QStringList boards = boardsRunning(entry);
    const QString name = QString::fromStdString(entry.notes.name);
    auto *question = new QMessageBox(QMessageBox::Question, tr("Remove an image"),
                                     tr("Remove “%1” from the catalogue?").arg(name),
                                     QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("removeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        boards.isEmpty()
            ? tr("Its copy is deleted for good. The file it came from stays where it is.")
            : tr("%n board(s) still run it: %1. This copy is what they are brought back to after a "
                 "failed update; without it they cannot return.",
                 nullptr, boards.size())
                  .arg(boards.join(QStringLiteral(", "))));
    QPushButton *remove =
        question->addButton(tr("&Remove the image"), QMessageBox::DestructiveRole);
    QPushButton *keep = question->addButton(tr("&Keep it"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(remove, &QPushButton::clicked, m_store,
            [this, sha256 = entry.sha256] { m_store->remove(sha256); });
    question->open();
}

void ImagesPage::openContextMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    const image::CatalogueEntry *entry = current();
    if (!index.isValid() || entry == nullptr)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ImageAct act :
         {ImageAct::Update, ImageAct::Compare, ImageAct::Verify, ImageAct::Sign, ImageAct::Encrypt,
          ImageAct::SaveCopy, ImageAct::Remove}) {
        QAction *action =
            menu->addAction(ImageDetails::text(act, *entry), this, [this, act] { perform(act); });
        action->setEnabled(ImageDetails::isPossible(act, *entry));
        if (act == ImageAct::Update || act == ImageAct::SaveCopy)
            menu->addSeparator();
    }
    QAction *rename = menu->addAction(tr("Re&name"), this, [this] {
        m_table->edit(m_table->currentIndex().siblingAtColumn(static_cast<int>(Column::Name)));
    });
    rename->setShortcut(QKeySequence(Qt::Key_F2));
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void ImagesPage::showDetail(bool shown)
{
    m_details->setVisible(shown);
}

void ImagesPage::updateDetail()
{
    const image::CatalogueEntry *entry = current();
    if (entry == nullptr) {
        m_details->setEntry(std::nullopt);
        m_shown.clear();
        showDetail(false);
        updateActs();
        return;
    }
    const bool isOther = entry->sha256 != m_shown;
    m_shown = entry->sha256;
    m_details->setEntry(*entry);
    updateBoards();
    if (isOther)
        findCampaigns();
    updateActs();
}

QStringList ImagesPage::boardsRunning(const image::CatalogueEntry &entry) const
{
    const image::Build build = image::buildOf(entry.image);
    QStringList names;
    for (int row = 0; row < m_bench.rowCount(); ++row) {
        const fleet::BoardState &board = m_bench.board(row);
        if (board.identity &&
            image::compareBuilds({board.identity->imageSha256, board.identity->elfSha256}, build) ==
                image::BuildMatch::Same)
            names << QString::fromStdString(board.name);
    }
    return names;
}

void ImagesPage::updateBoards()
{
    if (const image::CatalogueEntry *entry = m_model->find(m_shown))
        m_details->setBoards(boardsRunning(*entry));
}

void ImagesPage::findCampaigns()
{
    m_campaignSearch.request_stop();
    m_campaignSearch = inBackground(
        this,
        [options = m_history, sha256 = m_shown](const std::stop_token &) {
            return campaignsWith(options, sha256);
        },
        [this, sha256 = m_shown](const Result<Campaigns> &campaigns) {
            if (sha256 != m_shown)
                return;
            if (campaigns)
                m_details->setCampaigns(*campaigns);
            else
                banner().showError(campaigns.error());
        });
}

void ImagesPage::updateActs()
{
    const int images = m_model->rowCount();
    const int shown = m_filter->rowCount();
    const image::CatalogueEntry *entry = current();
    m_update->setEnabled(entry != nullptr && ImageDetails::isPossible(ImageAct::Update, *entry));
    m_search->setEnabled(images > 0);
    if (images == 0)
        setCount({});
    else
        setCount(shown == images ? tr("%n image(s)", nullptr, images)
                                 : tr("%1 of %n image(s)", nullptr, images).arg(shown));
    m_stack->setCurrentIndex(images == 0 ? StackEmpty : shown == 0 ? StackNoMatch : StackTable);
}

void ImagesPage::apply(const EventBatch &batch)
{
    if (!batch.boards.empty() || !batch.removed.empty())
        updateBoards();
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        if (campaign.id == 0 || campaign.id == m_campaign)
            continue;
        m_campaign = campaign.id;
        if (m_isLoaded)
            m_store->reload();
        if (!m_shown.empty())
            findCampaigns();
    }
}

void ImagesPage::saveLayout()
{
    m_settings.setValue(splitterKey(), m_splitter->saveState());
}

void ImagesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (std::exchange(m_isLoaded, true))
        return;
    m_store->reload();
}

void ImagesPage::hideEvent(QHideEvent *event)
{
    m_details->commitEdits();
    Page::hideEvent(event);
}

void ImagesPage::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape: // back out, one step at a time
        if (m_details->isVisible())
            showDetail(false);
        else if (!m_search->text().isEmpty())
            m_search->clear();
        m_table->setFocus();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_table->hasFocus()) {
            showDetail(current() != nullptr);
            updateDetail();
            return;
        }
        break;
    case Qt::Key_Delete:
        if (m_table->hasFocus()) {
            perform(ImageAct::Remove);
            return;
        }
        break;
    default:
        break;
    }
    Page::keyPressEvent(event);
}

void ImagesPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedFiles(event->mimeData()).isEmpty())
        return;
    m_stack->setProperty("drop", true);
    event->acceptProposedAction();
}

void ImagesPage::dragLeaveEvent(QDragLeaveEvent *)
{
    m_stack->setProperty("drop", false);
}

void ImagesPage::dropEvent(QDropEvent *event)
{
    m_stack->setProperty("drop", false);
    addFiles(droppedFiles(event->mimeData()));
    event->acceptProposedAction();
}

void ImagesPage::retranslate()
{
    //: the page of firmware images
    setTitle(tr("Images"));
    m_search->setPlaceholderText(tr("Filter images"));
    m_search->setAccessibleName(tr("Filter images"));
    //: a menu of rarer acts
    m_tools->setText(tr("T&ools"));
    m_makeKey->setText(tr("Make a &key…"));
    m_makeImage->setText(tr("Make a test &image…"));
    m_reload->setText(tr("&Read the catalogue again"));
    m_add->setText(tr("&Add"));
    m_addFiles->setText(tr("Image &files…"));
    m_addFolder->setText(tr("&Build folder…"));
    m_update->setText(tr("&Update boards with this…"));
    m_empty->setTexts(
        tr("No images yet"),
        tr("Drop an application's .bin here, or the build folder of an ESP-IDF project. Every "
           "update keeps a copy of its image, so that boards can always be brought back to it."));
    m_addFirst->setText(tr("Add an i&mage…"));
    m_makeFirst->setText(tr("Make a &test image…"));
    m_noMatch->setTexts(tr("No image matches the filter"),
                        tr("The filter looks into every column of the table."));
    m_clearFilter->setText(tr("&Clear the filter"));
    m_table->setAccessibleName(tr("Images"));
    m_model->retranslate();
    updateActs();
}

} // namespace otabench::widgets
