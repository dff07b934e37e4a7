#pragma once

#include "widgets/certificates/lab_trust.h"
#include "widgets/common/background.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace otabench::widgets {

class BusyStrip;
class ErrorBanner;
class FactList;
class KeyTypeBox;
class PassphraseLine;
class Theme;

/// What the page of certificates shows while the lab has none: three calm steps. The CA with its
/// name and key; the addresses that boards use; done, with what firmware needs. Nothing is written
/// before the second step's button. Thread: GUI.
class FirstRun : public QWidget
{
    Q_OBJECT
public:
    explicit FirstRun(const Theme &theme, QWidget *parent = nullptr);

    /// The folder and this computer's addresses.
    void setTrust(const LabTrust &trust);
    /// It has made the CA itself, and its last step has not been left yet.
    [[nodiscard]] bool isDoneShown() const;

Q_SIGNALS:
    void authorityMade(); ///< on the disk; the third step is shown
    void exportRequested();
    void importRequested();
    void finished(); ///< the user has seen the third step

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Step
    {
        Authority,
        Addresses,
        Done,
        StepCount
    };

    QWidget *makeAuthorityStep();
    QWidget *makeAddressStep();
    QWidget *makeDoneStep();
    void show(Step step);
    void updateReady();
    void make();
    void onMade(const Result<std::string> &pem);
    void retranslate();

    const Theme &m_theme;
    LabTrust m_trust;
    std::string m_pem; ///< of the CA that was made
    std::stop_source m_stop;
    QLabel *m_where;
    QLabel *m_title;
    QLabel *m_explanation;
    QStackedWidget *m_steps;
    ErrorBanner *m_banner;
    BusyStrip *m_busy;
    QPushButton *m_back;
    QPushButton *m_import;
    QPushButton *m_next;

    QLabel *m_nameLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_keyLabel = nullptr;
    KeyTypeBox *m_key = nullptr;
    QLabel *m_cost = nullptr;
    QLabel *m_passphraseLabel = nullptr;
    PassphraseLine *m_passphrase = nullptr;
    QLabel *m_againLabel = nullptr;
    PassphraseLine *m_again = nullptr;
    QLabel *m_mismatch = nullptr;
    QLabel *m_addressesLabel = nullptr;
    QLabel *m_addresses = nullptr;
    QLabel *m_namesLabel = nullptr;
    QLineEdit *m_names = nullptr;
    FactList *m_done = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace otabench::widgets
