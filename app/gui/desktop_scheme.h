#pragma once

#include "widgets/common/theme.h"

#include <QDBusVariant>
#include <QObject>

namespace otabench::gui {

/// Keeps Theme::Mode::System as light or dark as the desktop is, also when that changes later. The
/// desktop is asked through its portal (org.freedesktop.portal.Settings, color-scheme); where there
/// is none the palette of the start stays. Never waits for the bus. Thread: GUI.
class DesktopScheme : public QObject
{
    Q_OBJECT
public:
    /// `theme` outlives this.
    explicit DesktopScheme(widgets::Theme &theme, QObject *parent = nullptr);

private Q_SLOTS: // by name: that is how signals of the bus are connected
    void onChanged(const QString &area, const QString &key, const QDBusVariant &value);

private:
    widgets::Theme &m_theme;
};

} // namespace otabench::gui
