#pragma once

#include <QFrame>

class QFormLayout;
class QLabel;

namespace otabench::widgets {

/// A group of settings with its heading and a note below. Texts come by retranslate(), which the
/// card's own constructor calls first. Thread: GUI.
class SettingsCard : public QFrame
{
    Q_OBJECT
public:
    explicit SettingsCard(QWidget *parent = nullptr);

protected:
    void setHeading(const QString &text);
    void setNote(const QString &text); ///< below the rows; empty: none
    /// A row with a label that is the field's buddy; its text is set by retranslate().
    QLabel *addRow(QWidget *field, QWidget *buddy = nullptr);
    void addWhole(QWidget *widget); ///< over the whole width

    virtual void retranslate() = 0;
    void changeEvent(QEvent *event) override;

private:
    QFormLayout *m_form;
    QLabel *m_heading;
    QLabel *m_note;
};

} // namespace otabench::widgets
