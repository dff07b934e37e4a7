#pragma once

#include "fleet/file_server.h"

#include <QDialog>
#include <QStringListModel>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSpinBox;

namespace otabench::widgets {

/// Asks which files to serve without a campaign, where, and how. Plain HTTP has to be asked for
/// twice. Files can be dropped on it. Open with QDialog::open(); deletes itself when closed.
class ServeDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ServeDialog(QWidget *parent = nullptr);

    void addFiles(const QStringList &files);

Q_SIGNALS:
    void serveRequested(const otabench::fleet::FileServerOptions &options);

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QLayout *makeFiles();
    QLayout *makeForm();
    void chooseFiles();
    void removeFile();
    void update();
    void serve();
    void retranslate();

    QStringListModel m_files;
    QLabel *m_filesLabel;
    QListView *m_list;
    QPushButton *m_choose;
    QPushButton *m_remove;
    QLabel *m_addressLabel;
    QComboBox *m_address; ///< item data: the address; "" for all
    QLabel *m_portLabel;
    QSpinBox *m_port;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QLabel *m_passwordLabel;
    QLineEdit *m_password;
    QCheckBox *m_plain;
    QCheckBox *m_plainReally;
    QPushButton *m_cancel;
    QPushButton *m_serve;
};

} // namespace otabench::widgets
