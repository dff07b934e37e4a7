#pragma once

#include "history/history.h"
#include "widgets/common/page.h"
#include "widgets/images/image_details.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

class QMenu;
class QSettings;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;

namespace otabench::widgets {

class BenchModel;
class BusyStrip;
class EmptyState;
class ImageModel;
class ImageStore;
class CatalogueTable;
class Theme;
struct EventBatch;

/// The catalogue of images: the list, beside it everything known of the selected one, and what can
/// be done with them. Reads the catalogue when it is first shown, on F5, and when a campaign
/// starts, which keeps a copy of its image there. Thread: GUI.
class ImagesPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
        const BenchModel &bench; ///< whose boards may run an image
        QSettings &settings;     ///< the splitter is kept there
        std::filesystem::path catalogue;
        history::HistoryOptions history; ///< in which campaigns are looked for
    };

    explicit ImagesPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch); ///< after the models have had it
    void saveLayout();

    /// Image files, or folders that a build has left its application in.
    void addFiles(const QStringList &files);
    void selectImage(const std::string &sha256);

Q_SIGNALS:
    /// "Update boards with this…": the catalogue's copy.
    void updateRequested(const QString &file);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void retranslate() override;

private:
    void makeHeader();
    QWidget *makeBody();
    void connectParts();
    void connectStore();
    void chooseFiles();
    void chooseFolder();
    void makeKey();
    void makeTestImage();
    void perform(ImageAct act);
    void compare();
    void openTool(ImageAct act);
    void askSaveCopy();
    void askRemove();
    void openContextMenu(const QPoint &position);
    void showDetail(bool shown);
    void updateDetail();
    void updateBoards();
    void findCampaigns();
    void updateActs();
    [[nodiscard]] const image::CatalogueEntry *current() const;
    [[nodiscard]] QStringList boardsRunning(const image::CatalogueEntry &entry) const;

    const Theme &m_theme;
    const BenchModel &m_bench;
    QSettings &m_settings;
    history::HistoryOptions m_history;
    ImageModel *m_model;
    QSortFilterProxyModel *m_filter;
    ImageStore *m_store;
    std::stop_source m_campaignSearch;
    std::string m_shown;         ///< in the detail
    std::string m_wanted;        ///< to be selected when it is there
    std::int64_t m_campaign = 0; ///< whose image is in the list
    bool m_isLoaded = false;

    QLineEdit *m_search = nullptr;
    QPushButton *m_add = nullptr;
    QAction *m_addFiles = nullptr;
    QAction *m_addFolder = nullptr;
    QPushButton *m_tools = nullptr;
    QAction *m_makeKey = nullptr;
    QAction *m_makeImage = nullptr;
    QAction *m_reload = nullptr;
    QPushButton *m_update = nullptr;
    QSplitter *m_splitter = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_addFirst = nullptr;
    QPushButton *m_makeFirst = nullptr;
    EmptyState *m_noMatch = nullptr;
    QPushButton *m_clearFilter = nullptr;
    CatalogueTable *m_table = nullptr;
    ImageDetails *m_details = nullptr;
    BusyStrip *m_busy = nullptr;
};

} // namespace otabench::widgets
