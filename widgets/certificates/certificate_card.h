#pragma once

#include "certificates/inspection.h"

#include <QFrame>
#include <QString>

class QBoxLayout;
class QPushButton;

namespace otabench::widgets {

class FactList;
class Theme;

/// One certificate: what it is for, how long it holds in words and colour, its names, key, serial
/// number and fingerprint, and buttons. Thread: GUI.
class CertificateCard : public QFrame
{
    Q_OBJECT
public:
    explicit CertificateCard(const Theme &theme, QWidget *parent = nullptr);

    struct Facts
    {
        QString title;
        certificates::Summary summary;
        int warnDays = 30; ///< before the end
        QString note;      ///< a sentence below; empty: none
    };

    void setFacts(const Facts &facts);
    /// Where there is none yet.
    void setNote(const QString &title, const QString &note);
    QPushButton *addButton(const char *objectName);

private:
    FactList *m_facts;
    QBoxLayout *m_buttons;
};

} // namespace otabench::widgets
