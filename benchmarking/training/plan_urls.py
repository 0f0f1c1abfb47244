from django.urls import path

from benchmarking.training import plan_views, roadmap_editing, roadmap_views, taken_views

urlpatterns = [
    path("benchmarks/plan/", roadmap_views.view_plan, name="view-plan"),
    path("benchmarks/plan/plan.csv", roadmap_views.download_plan, name="download-plan"),
    path("benchmarks/plan/add/", roadmap_editing.list_aims, name="list-aims"),
    path("benchmarks/plan/add/<slug:kind>/<slug:code>/", roadmap_editing.add_target, name="add-target"),
    path("benchmarks/plan/targets/<uuid:target>/", roadmap_editing.change_target, name="change-target"),
    path("benchmarks/plan/targets/<uuid:target>/move/", roadmap_views.move_target, name="move-target"),
    path("benchmarks/plan/targets/<uuid:target>/done/", roadmap_views.mark_target, name="mark-target"),
    path("benchmarks/plan/targets/<uuid:target>/remove/", roadmap_views.remove_target, name="remove-target"),
    path("benchmarks/plan/targets/<uuid:target>/restore/", roadmap_views.restore_target, name="restore-target"),
    path("benchmarks/plan/courses/", plan_views.choose_courses, name="choose-courses"),
    path("benchmarks/plan/courses/save/", plan_views.save_courses, name="save-courses"),
    path("benchmarks/plan/courses/taken/", taken_views.courses_taken, name="courses-taken"),
    path("benchmarks/plan/courses.csv", plan_views.download_courses, name="download-courses"),
]
