from hygie.records.urls_closing import urlpatterns as closing

app_name = "records"
urlpatterns = [*closing]
