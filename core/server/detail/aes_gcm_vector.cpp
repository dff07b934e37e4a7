// AES-GCM by the multi-buffer library for IPsec. Compiled where that was found.

#include "server/detail/aes_gcm.h"

#include "base/assert.h"

#include <openssl/crypto.h>

#include <intel-ipsec-mb.h>

namespace otabench::server::detail {
namespace {

/// The library's table of functions, made once; nullptr where it would gain nothing.
IMB_MGR *library()
{
    struct FreeManager
    {
        void operator()(IMB_MGR *manager) const { free_mb_mgr(manager); }
    };

    static const std::unique_ptr<IMB_MGR, FreeManager> instance = [] {
        std::unique_ptr<IMB_MGR, FreeManager> made(alloc_mb_mgr(0));
        if (made == nullptr)
            return made;
        IMB_ARCH chosen = IMB_ARCH_NONE;
        init_mb_mgr_auto(made.get(), &chosen);
        constexpr std::uint64_t kNeeded = IMB_FEATURE_VAES | IMB_FEATURE_VPCLMULQDQ;
        if (imb_get_errno(made.get()) != 0 || (made->features & kNeeded) != kNeeded ||
            (made->features & IMB_FEATURE_SELF_TEST_PASS) == 0)
            made.reset();
        return made;
    }();
    return instance.get();
}

class VectorGcm final : public AesGcm
{
public:
    VectorGcm(IMB_MGR &manager, std::span<const unsigned char> key)
        : m_manager(&manager)
        , m_is128(key.size() == 16)
    {
        if (m_is128)
            IMB_AES128_GCM_PRE(m_manager, key.data(), &m_key);
        else
            IMB_AES256_GCM_PRE(m_manager, key.data(), &m_key);
    }

    ~VectorGcm() override { OPENSSL_cleanse(&m_key, sizeof m_key); }

    bool seal(const Message &message, unsigned char *out) override
    {
        const auto *const plain = reinterpret_cast<const unsigned char *>(message.plain.data());
        unsigned char *const trailer = out + message.plain.size();
        unsigned char *const tag = trailer + message.trailer.size();
        gcm_context_data context = {};
        if (m_is128) {
            IMB_AES128_GCM_INIT(m_manager, &m_key, &context, message.nonce.data(),
                                message.associated.data(), message.associated.size());
            encrypt(m_manager->gcm128_enc_update, context, {plain, message.plain.size()}, out);
            encrypt(m_manager->gcm128_enc_update, context, message.trailer, trailer);
            IMB_AES128_GCM_ENC_FINALIZE(m_manager, &m_key, &context, tag, kTagBytes);
        } else {
            IMB_AES256_GCM_INIT(m_manager, &m_key, &context, message.nonce.data(),
                                message.associated.data(), message.associated.size());
            encrypt(m_manager->gcm256_enc_update, context, {plain, message.plain.size()}, out);
            encrypt(m_manager->gcm256_enc_update, context, message.trailer, trailer);
            IMB_AES256_GCM_ENC_FINALIZE(m_manager, &m_key, &context, tag, kTagBytes);
        }
        return true;
    }

private:
    void encrypt(aes_gcm_enc_dec_update_t update, gcm_context_data &context,
                 std::span<const unsigned char> plain, unsigned char *out)
    {
        if (!plain.empty())
            update(&m_key, &context, out, plain.data(), plain.size());
    }

    IMB_MGR *const m_manager;
    const bool m_is128;
    // The library demands it, and its header says so only when it is built itself.
    alignas(64) gcm_key_data m_key = {};
};

} // namespace

std::unique_ptr<AesGcm> AesGcm::makeVector(std::span<const unsigned char> key)
{
    OTABENCH_ASSERT(key.size() == 16 || key.size() == 32);
    IMB_MGR *const manager = library();
    return manager == nullptr ? nullptr : std::make_unique<VectorGcm>(*manager, key);
}

} // namespace otabench::server::detail
