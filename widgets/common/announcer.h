#pragma once

#include "base/phase.h"

#include <QWidget>

#include <string>
#include <unordered_map>

namespace otabench::widgets {

struct EventBatch;

/// Tells a screen reader what happened without moving the focus: a board that failed, the result of
/// a campaign. The window has one; it takes no room on the screen. Thread: GUI.
class Announcer : public QWidget
{
    Q_OBJECT
public:
    explicit Announcer(QWidget *parent = nullptr);

    void apply(const EventBatch &batch);

    /// A whole sentence, translated.
    void say(const QString &sentence);

    [[nodiscard]] const QString &last() const { return m_last; }

private:
    void sayFailures(const EventBatch &batch);

    std::unordered_map<std::string, Phase> m_phases; ///< of boards in a campaign
    bool m_isRunning = false;
    QString m_last;
};

} // namespace otabench::widgets
