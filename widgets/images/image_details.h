#pragma once

#include "history/records.h"
#include "image/catalogue.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace otabench::widgets {

class FactList;
class StateChip;
class Theme;

/// What can be done with one image.
enum class ImageAct
{
    Update,
    Compare,
    Verify,
    Sign,
    Encrypt, ///< decrypt, for one that is pre-encrypted
    SaveCopy,
    Remove,
};

/// Everything known of one image of the catalogue: its name, label and note, which are edited here,
/// what its bytes say, which boards run it and which campaigns used it. Thread: GUI.
class ImageDetails : public QWidget
{
    Q_OBJECT
public:
    explicit ImageDetails(const Theme &theme, QWidget *parent = nullptr);

    /// Nothing: what was being edited is handed out, and the panel is blank.
    void setEntry(const std::optional<image::CatalogueEntry> &entry);
    /// The names of boards that run this very build.
    void setBoards(const QStringList &boards);
    /// The newest first; nothing while they are not known.
    void setCampaigns(const std::optional<std::vector<history::CampaignRecord>> &campaigns);

    /// Hands out what is being edited now, without waiting for a pause.
    void commitEdits();
    /// What was handed out could not be written: what the catalogue has counts again.
    void dropCommitted();

    /// The words on the button, for the menus, too.
    [[nodiscard]] static QString text(ImageAct act, const image::CatalogueEntry &entry);
    [[nodiscard]] static bool isPossible(ImageAct act, const image::CatalogueEntry &entry);

Q_SIGNALS:
    void notesEdited(const std::string &sha256, const otabench::image::CatalogueNotes &notes);
    void actRequested(otabench::widgets::ImageAct act);
    void closeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeTop();
    QWidget *makeNotes();
    QGridLayout *makeActs();
    void refresh();
    void refreshActs();
    void addDescription();
    void addHeader();
    void addDigests();
    void addChecks();
    void addSignatures();
    void addLayout();
    void addUses();
    void retranslate();

    const Theme &m_theme;
    std::optional<image::CatalogueEntry> m_entry;
    QStringList m_boards;
    std::optional<std::vector<history::CampaignRecord>> m_campaigns;
    QTimer m_pause; ///< after it what has been typed is written
    /// Handed out, and not seen in an entry yet: older entries on their way do not undo it.
    std::optional<image::CatalogueNotes> m_committed;

    StateChip *m_verdict = nullptr;
    QLabel *m_advice = nullptr;
    QToolButton *m_close = nullptr;
    QLabel *m_nameLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_labelLabel = nullptr;
    QComboBox *m_label = nullptr;
    QLabel *m_noteLabel = nullptr;
    QPlainTextEdit *m_note = nullptr;
    std::vector<QPushButton *> m_acts; ///< in the order of ImageAct, without Update
    FactList *m_facts = nullptr;
};

} // namespace otabench::widgets
