#pragma once

#include "certificates/board_trial.h"
#include "widgets/common/work_dialog.h"

class QLabel;
class QLineEdit;

namespace otabench::widgets {

/// "Test as an ESP32 would": judges a server's chain by the rules of boards, and lets one shake
/// hands with it. Each finding says what the board would print, and what to do.
class TrialDialog : public WorkDialog
{
    Q_OBJECT
public:
    /// `server`: HOST:PORT to begin with; may be empty.
    TrialDialog(std::filesystem::path folder, certificates::ShakeHandsAsBoard shakeHands,
                const QString &server, const Theme &theme, QWidget *parent);

protected:
    void act() override;
    void retranslate() override;

private:
    void show(const std::vector<certificates::Finding> &findings);

    std::filesystem::path m_folder;
    certificates::ShakeHandsAsBoard m_shakeHands;
    QLabel *m_serverLabel;
    QLineEdit *m_server;
    QLabel *m_hostLabel;
    QLineEdit *m_host;
};

} // namespace otabench::widgets
