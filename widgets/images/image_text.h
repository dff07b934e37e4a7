#pragma once

#include "image/catalogue.h"
#include "image/encryption.h"
#include "image/signing.h"
#include "widgets/common/phase_text.h"

#include <QCoreApplication>
#include <QString>

namespace otabench::widgets {

/// The words for images.
class ImageText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::ImageText)
public:
    [[nodiscard]] static StateLook look(image::Label label);
    [[nodiscard]] static StateLook checkLook(bool ok);
    /// Whether boards can be sent it: "Good", "For the cable only", "Damaged", …
    [[nodiscard]] static StateLook look(const image::CatalogueEntry &entry);
    /// The same as a sentence with what to do; empty where there is nothing to say.
    [[nodiscard]] static QString advice(const image::CatalogueEntry &entry);
    /// A whole application or pre-encrypted image without a fault.
    [[nodiscard]] static bool canUpdate(const image::CatalogueEntry &entry);

    [[nodiscard]] static QString kind(image::Kind kind);
    [[nodiscard]] static QString checkName(const std::string &name);
    [[nodiscard]] static QString chip(const image::Image &image); ///< "ESP32-C3"; empty: none
    [[nodiscard]] static QString project(const image::Image &image);
    [[nodiscard]] static QString version(const image::Image &image);
    [[nodiscard]] static QString revisions(std::uint16_t least, std::uint16_t most);
    [[nodiscard]] static QString scheme(image::SigningScheme scheme);
    [[nodiscard]] static QString scheme(image::EncryptionScheme scheme);
    [[nodiscard]] static QString dateTime(std::chrono::sys_seconds moment);
    [[nodiscard]] static QString date(std::chrono::sys_seconds moment);

    /// The field of an image::Difference: "segment 2" in the user's language.
    [[nodiscard]] static QString differenceField(const std::string &field);
    /// What anti-rollback makes of a change from one image to the other; empty when it has no say.
    [[nodiscard]] static QString rollback(const image::Image &running, const image::Image &next);
};

} // namespace otabench::widgets
