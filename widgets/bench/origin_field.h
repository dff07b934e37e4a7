#pragma once

#include "base/paths.h"
#include "fleet/origin.h"

#include <QTimer>
#include <QWidget>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

class QLabel;
class QLineEdit;
class QPushButton;

namespace otabench::widgets {

class BusyStrip;

/// The URL of an image on another web server, looked at by a worker before it is used: which CA
/// boards need for it, and that the bytes there are the image. Thread: GUI.
class OriginField : public QWidget
{
    Q_OBJECT
public:
    explicit OriginField(const Paths &paths, QWidget *parent = nullptr);
    ~OriginField() override; ///< stops looking

    /// The file that must lie there; empty: whatever image it is.
    void setExpected(const QString &file);

    /// What was found at the URL as it stands; nothing before it was looked at.
    [[nodiscard]] const std::optional<fleet::FetchedOrigin> &found() const { return m_found; }

    /// A URL is written that has not been looked at.
    [[nodiscard]] bool isOpen() const;
    void setUrl(const QString &url); ///< and looks there

Q_SIGNALS:
    void changed(); ///< found() or isOpen()

protected:
    void changeEvent(QEvent *event) override;

private:
    using Outcome = std::shared_ptr<const Result<fleet::FetchedOrigin>>;

    void look();
    void onLooked(const Outcome &outcome, int round);
    void showProgress();
    void forget();
    void retranslate();

    Paths m_paths;
    QString m_expected;
    std::optional<fleet::FetchedOrigin> m_found;
    std::optional<Error> m_error;
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<int>> m_percent; ///< the worker's; below 0: not known
    QTimer m_tick;
    int m_round = 0; ///< an answer to an earlier question is not taken
    QLineEdit *m_url;
    QPushButton *m_look;
    BusyStrip *m_busy;
    QLabel *m_answer;
};

} // namespace otabench::widgets
