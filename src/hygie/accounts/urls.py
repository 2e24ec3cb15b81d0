from django.urls import path

from hygie.accounts import security_views, views

app_name = "accounts"
urlpatterns = [
    path("ouvrir/", views.sign_in, name="sign_in"),
    path("fermer/", views.sign_out, name="sign_out"),
    path("verrouiller/", views.lock_all, name="lock_all"),
    path("secours/", views.recover, name="recover"),
    path("pause/", views.quick_lock, name="quick_lock"),
    path("reprise/", views.quick_unlock, name="quick_unlock"),
    path("code-court/", views.pin, name="pin"),
    path("saisie/", views.resume, name="resume"),
    path("brouillon/", views.draft, name="draft"),
    path("phrase-de-passe/", views.passphrase, name="passphrase"),
    path("membres/", views.members, name="members"),
    path("membres/ajouter/", security_views.add_member, name="add_member"),
    path("membres/<slug:member_id>/role/", security_views.change_role, name="change_role"),
    path("membres/<slug:member_id>/depart/", security_views.remove_member, name="remove_member"),
    path("securite/", security_views.security, name="security"),
    path("securite/code-de-secours/", security_views.recovery, name="recovery"),
    path("securite/nouveau-code/", security_views.renew_recovery, name="renew_recovery"),
    path("securite/changer-la-cle/", security_views.change_key, name="change_key"),
    path("securite/copier/", security_views.copy_base, name="copy_base"),
    path("securite/acces/ajouter/", security_views.allow_key_store, name="allow_key_store"),
    path(
        "securite/acces/<slug:access_id>/retirer/",
        security_views.revoke_access,
        name="revoke_access",
    ),
]
