import { describe, expectTypeOf, it } from 'vitest';
import type { ChangeView } from '#domain/change.ts';
import type * as api from '#domain/console.ts';
import type { ActivityView } from '#domain/console-activity.ts';
import type * as view from '../../console/views.ts';

// The compiler proves these: the command line shares no code with the API that it speaks to.
describe('what the command line shows', () => {
  it('is what the API answers', () => {
    expectTypeOf<api.OrganizationView>().toExtend<view.Organization>();
    expectTypeOf<api.ProjectView>().toExtend<view.Project>();
    expectTypeOf<api.RoleView>().toExtend<view.Role>();
    expectTypeOf<api.TeamView>().toExtend<view.Team>();
    expectTypeOf<api.MemberSummary>().toExtend<view.MemberSummary>();
    expectTypeOf<api.MemberView>().toExtend<view.Member>();
    expectTypeOf<api.RestoreView>().toExtend<view.Restored>();
    expectTypeOf<api.GroupSummary>().toExtend<view.GroupSummary>();
    expectTypeOf<api.GroupView>().toExtend<view.Group>();
    expectTypeOf<api.MemberReference>().toExtend<view.MemberReference>();
    expectTypeOf<api.MembershipView>().toExtend<view.Membership>();
    expectTypeOf<api.MappingView>().toExtend<view.Mapping>();
    expectTypeOf<api.OwnerView>().toExtend<view.Owner>();
    expectTypeOf<api.KeyView>().toExtend<view.Key>();
    expectTypeOf<api.NewKeyView>().toExtend<view.NewKey>();
    expectTypeOf<ChangeView>().toExtend<view.Change>();
    expectTypeOf<ActivityView>().toExtend<view.Activity>();
  });

  it('is what the API takes', () => {
    expectTypeOf<view.MappedRole>().toExtend<api.MappedRole>();
  });
});
