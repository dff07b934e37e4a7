#pragma once

#include "certificates/chain_fetcher.h"
#include "widgets/common/work_dialog.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace otabench::widgets {

/// A web site's chain, and which certificate boards need for it and why: for images that lie
/// elsewhere.
class FetchDialog : public WorkDialog
{
    Q_OBJECT
public:
    FetchDialog(const Theme &theme, QWidget *parent);

protected:
    void act() override;
    void retranslate() override;

private:
    void show(const certificates::FetchedChain &fetched);
    void save();
    void write(const QString &file);

    std::string m_chosen; ///< PEM; empty: none
    QLabel *m_serverLabel;
    QLineEdit *m_server;
    QLabel *m_proxyLabel;
    QLineEdit *m_proxy;
};

} // namespace otabench::widgets
