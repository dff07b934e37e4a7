#pragma once

#include <QDialog>

namespace otabench::widgets {

/// What otabench is, its version, its licence, and the libraries it stands on. Thread: GUI.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace otabench::widgets
