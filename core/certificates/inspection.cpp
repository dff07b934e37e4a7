#include "certificates/inspection.h"

#include "certificates/detail/x509.h"

namespace otabench::certificates {
namespace {

std::string nameText(const X509_NAME *name)
{
    // "CN=x, O=y" in the certificate's order, UTF-8 as it is, control characters escaped.
    constexpr unsigned long kFlags =
        (XN_FLAG_ONELINE | ASN1_STRFLGS_ESC_CTRL) & ~(ASN1_STRFLGS_ESC_MSB | XN_FLAG_SPC_EQ);
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, kFlags) < 0)
        return {};
    char *data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string signatureName(X509 *certificate)
{
    const int nid = X509_get_signature_nid(certificate);
    const char *text = OBJ_nid2ln(nid);
    return text != nullptr ? text : "unknown";
}

Summary summarizeOne(X509 *certificate)
{
    using Clock = std::chrono::system_clock;
    Summary summary;
    summary.subject = nameText(X509_get_subject_name(certificate));
    summary.issuer = nameText(X509_get_issuer_name(certificate));
    summary.commonName = detail::commonName(certificate);
    summary.names = detail::alternativeNames(certificate);
    summary.key = detail::keyText(certificate);
    summary.signature = signatureName(certificate);
    summary.sha256 = detail::fingerprint(certificate);
    summary.isAuthority = detail::isAuthority(certificate);
    summary.notBefore = Clock::from_time_t(detail::toTime(X509_get0_notBefore(certificate)));
    summary.notAfter = Clock::from_time_t(detail::toTime(X509_get0_notAfter(certificate)));
    summary.derBytes = detail::derSize(certificate);
    return summary;
}

} // namespace

Result<std::vector<Summary>> summarize(std::string_view pem)
{
    const auto certificates = detail::parseCertificates(pem);
    if (!certificates)
        return tl::unexpected(certificates.error());
    std::vector<Summary> summaries;
    for (const openssl::Certificate &certificate : *certificates)
        summaries.push_back(summarizeOne(certificate.get()));
    return summaries;
}

} // namespace otabench::certificates
