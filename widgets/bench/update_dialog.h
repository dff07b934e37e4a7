#pragma once

#include "base/paths.h"
#include "fleet/lab.h"
#include "image/reader.h"
#include "widgets/common/campaign_defaults.h"

#include <QDialog>
#include <QFutureWatcher>

#include <memory>
#include <optional>
#include <set>
#include <string>

class QComboBox;
class QFrame;
class QGridLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace otabench::widgets {

class BenchModel;
class ErrorBanner;
class OriginField;
class PlanModel;
class PlanOptions;
class RecentImages;
class Theme;

/// The plan of an update: image on top (recent ones, choose, or drop a file), the boards with a
/// tick and a verdict each, the address to serve from, one line of policy; "Custom…" unfolds the
/// rest of the plan. "Start" is enabled when at least one board can be updated and says how many;
/// "Review plan…" asks the boards first. The image is read by a worker; the dialog never waits.
///
/// Open with QDialog::open(); deletes itself when closed.
class UpdateDialog : public QDialog
{
    Q_OBJECT
public:
    UpdateDialog(const BenchModel &bench, RecentImages &recent, const Theme &theme,
                 const std::set<std::string> &preselected, const Paths &paths, QWidget *parent);

    /// Reads `file` and shows it; later calls replace earlier ones.
    void setImageFile(const QString &file);

    /// What the plan begins with; before setPlan().
    void setDefaults(const CampaignDefaults &defaults);

    /// Shows a plan that was made here before, to be changed.
    void setPlan(const fleet::CampaignPlan &plan);

Q_SIGNALS:
    void planReady(const otabench::fleet::CampaignPlan &plan);
    /// The same with every ticked board, to be looked at before it is started.
    void reviewRequested(const otabench::fleet::CampaignPlan &plan);

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    using ReadResult = std::shared_ptr<const Result<image::Image>>;

    QFrame *makeImageCard();
    QFrame *makeBoardList();
    QGridLayout *makePolicy();
    void fillHosts();
    void fillRecent();
    void chooseFile();
    void onImageRead();
    void showImage();
    void updateStart();
    void start();
    void review();
    void showPolicy(const fleet::CampaignPlan &plan);
    void retranslate();
    void setDropHint(bool dropping);
    [[nodiscard]] fleet::CampaignPlan plan(std::vector<std::string> boards) const;

    const BenchModel &m_bench;
    RecentImages &m_recent;
    const Theme &m_theme;
    PlanModel *m_boards;
    QString m_file;
    std::uint16_t m_port = 0; ///< the server's
    std::optional<image::Image> m_image;
    QFutureWatcher<ReadResult> m_reading;

    QLabel *m_imageTitle;
    QComboBox *m_files;
    QPushButton *m_choose;
    QFrame *m_imageCard;
    QLabel *m_description;
    ErrorBanner *m_problem;
    QLabel *m_boardsTitle;
    QPushButton *m_tickAll;
    QPushButton *m_tickNone;
    QTableView *m_list;
    QLabel *m_hostLabel;
    QComboBox *m_host; ///< item data: the address, empty for "automatic"
    QLabel *m_policyLabel;
    QComboBox *m_policy;
    PlanOptions *m_options;
    QLabel *m_originLabel;
    OriginField *m_origin;
    QPushButton *m_review;
    QPushButton *m_cancel;
    QPushButton *m_start;
};

} // namespace otabench::widgets
