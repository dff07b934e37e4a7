#pragma once

#include "widgets/certificates/lab_trust.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace otabench::widgets {

class StateChip;
class Theme;
class TrustModel;

/// A rotation across the bench: which board trusts which CA, and the end of the first CA, which is
/// offered only when every known board trusts the second. Thread: GUI.
class RotationPanel : public QFrame
{
    Q_OBJECT
public:
    explicit RotationPanel(const Theme &theme, QWidget *parent = nullptr);

    void setTrust(const LabTrust &trust);

Q_SIGNALS:
    void retireRequested();
    void forgetRequested(const QString &mac);

protected:
    void changeEvent(QEvent *event) override;

private:
    void askRetire();
    void refresh();
    void retranslate();
    [[nodiscard]] QString currentMac() const;

    const Theme &m_theme;
    LabTrust m_trust;
    TrustModel *m_model;
    QLabel *m_title;
    StateChip *m_chip;
    QLabel *m_sentence;
    QTableView *m_table;
    QPushButton *m_forget;
    QPushButton *m_retire;
};

} // namespace otabench::widgets
